# misfire_embed(TARGET OUTPUT HEADER NAME=FILE…): compiles the texts of files into a target, as the
# string_views that HEADER (as included) declares in namespace misfire.
function(misfire_embed target output header)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${output})
  set(files)
  foreach(pair ${ARGN})
    string(REGEX REPLACE "^[^=]*=" "" file ${pair})
    list(APPEND files ${file})
  endforeach()
  string(REPLACE ";" "," pairs "${ARGN}")  # a list would not survive the command line
  add_custom_command(OUTPUT ${generated}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${generated} -DHEADER=${header} -DPAIRS=${pairs}
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    VERBATIM)
  # Both compilers take longer strings than the 65536 bytes that the standard makes them take.
  set_source_files_properties(${generated} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
  target_sources(${target} PRIVATE ${generated})
endfunction()
