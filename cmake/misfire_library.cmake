# misfire_library(NAME DEPS…): the folder's *.cpp as the library misfire_NAME, which may use only
# the named folders' libraries and third-party targets (DESIGN.md, "Who may include whom").
function(misfire_library name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  file(GLOB_RECURSE nested CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*/*.cpp)
  list(FILTER nested EXCLUDE REGEX "/(sink|guardian)/")  # programs of their own
  if(NOT sources AND NOT nested)
    return()
  endif()
  add_library(misfire_${name} STATIC ${sources} ${nested})
  target_include_directories(misfire_${name} PUBLIC ${CMAKE_SOURCE_DIR}/harness)
  target_link_libraries(misfire_${name} PUBLIC ${ARGN})
endfunction()

# misfire_test(NAME DEPS…): the folder's *.cpp as the program test_NAME, each case known to ctest.
# Keyword LABEL gives the ctest label (default: unit).
function(misfire_test name)
  cmake_parse_arguments(ARG "" "LABEL" "DEPS" ${ARGN})
  if(NOT ARG_LABEL)
    set(ARG_LABEL unit)
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(test_${name} ${sources})
  target_link_libraries(test_${name} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  target_include_directories(test_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests ${CMAKE_SOURCE_DIR}/fixtures)
  target_compile_definitions(test_${name} PRIVATE SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                             BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  include(GoogleTest)
  gtest_discover_tests(test_${name} DISCOVERY_MODE PRE_TEST
                       PROPERTIES LABELS ${ARG_LABEL} TIMEOUT 300)
endfunction()
