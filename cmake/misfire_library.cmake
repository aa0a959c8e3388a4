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

# misfire_test(NAME DEPS…): the folder's *_test.cpp as the program test_NAME, label unit: no process
# but the test itself, seconds; ctest knows it in a few shards. Files *_real_test.cpp become
# test_NAME_real, label integration: they start real programs. REAL_LABEL gives these another label,
# and ctest knows each of their cases; LONG (googletest's filter) names those to begin with, so that no
# core waits for them at the end. Other files are what both share.
function(misfire_test name)
  cmake_parse_arguments(ARG "" "REAL_LABEL;LONG" "DEPS" ${ARGN})
  if(NOT ARG_REAL_LABEL)
    set(ARG_REAL_LABEL integration)
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  set(real ${sources})
  list(FILTER real INCLUDE REGEX "_real_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_real_test\\.cpp$")
  if(real)
    set(shared ${sources})
    list(FILTER shared EXCLUDE REGEX "_test\\.cpp$")
    list(APPEND real ${shared})
  endif()
  add_test_program(test_${name} unit "${sources}" "${ARG_DEPS}" "")
  add_test_program(test_${name}_real ${ARG_REAL_LABEL} "${real}" "${ARG_DEPS}" "${ARG_LONG}")
endfunction()

set(unit_shards 4)  # of each program, so that cores have something to share

function(add_test_program program label sources deps long)
  if(NOT sources)
    return()
  endif()
  add_executable(${program} ${sources})
  target_link_libraries(${program} PRIVATE misfire_test_paths ${deps} GTest::gmock GTest::gtest_main)
  target_include_directories(${program} PRIVATE ${CMAKE_SOURCE_DIR}/fixtures)
  if(label STREQUAL "unit")
    # A process for each of a thousand small cases would take longer than the cases do.
    foreach(shard RANGE 1 ${unit_shards})
      math(EXPR index "${shard} - 1")
      add_test(NAME ${program}.${shard} COMMAND ${program} --gtest_brief=1)
      set_tests_properties(${program}.${shard} PROPERTIES LABELS unit TIMEOUT 600
        ENVIRONMENT "XDG_CACHE_HOME=/dev/null;GTEST_TOTAL_SHARDS=${unit_shards};GTEST_SHARD_INDEX=${index}")
    endforeach()
    return()
  endif()
  if(long)
    discover_cases(${program} ${label} "${long}" COST 100)
    discover_cases(${program} ${label} "-${long}")
  else()
    discover_cases(${program} ${label} "")
  endif()
endfunction()

# discover_cases(PROGRAM LABEL FILTER [PROPERTY VALUE]…)
function(discover_cases program label filter)
  include(GoogleTest)
  gtest_discover_tests(${program} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 120 TEST_FILTER "${filter}"
                       NO_PRETTY_VALUES  # bytes of a parameter, pointers among them, are no test's name
                       PROPERTIES LABELS ${label} TIMEOUT 600 ${ARGN}
                                  # No test goes by what an earlier one remembered.
                                  ENVIRONMENT XDG_CACHE_HOME=/dev/null)
endfunction()
