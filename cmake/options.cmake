# Language level, warnings and sanitizers, for every target of this project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# Programs find each other (misfire, its guardian, the sink, authd) beside one another.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

option(MISFIRE_CRASH_POINTS "Test builds: can be stopped at named places (base/crash_point.hpp)" OFF)
if(MISFIRE_CRASH_POINTS)
  add_compile_definitions(MISFIRE_CRASH_POINTS)
endif()

set(MISFIRE_SANITIZE "" CACHE STRING "Sanitizers: address,undefined or thread")

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 and 14 raise these falsely inside libstdc++ and Boost when they inline.
  add_compile_options(-Wno-error=restrict -Wno-error=maybe-uninitialized -Wno-error=array-bounds
                      -Wno-error=stringop-overflow -Wno-error=stringop-overread)
  if(CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
    add_compile_options(-Wno-error=dangling-reference)
  endif()
endif()
if(MISFIRE_SANITIZE)
  add_compile_options(-fsanitize=${MISFIRE_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${MISFIRE_SANITIZE})
  if(MISFIRE_SANITIZE MATCHES "thread")
    add_compile_options(-Wno-tsan)  # GCC warns of Asio's fences, which the sanitizer does not see
  endif()
  if(MISFIRE_SANITIZE MATCHES "undefined")
    # Its check of virtual tables opens a pipe to look at memory, and cries wolf where no file
    # descriptor is left, which tests bring about.
    add_compile_options(-fno-sanitize-recover=undefined -fno-sanitize=vptr)
    if(NOT MISFIRE_FUZZ)
      # Checks of every pointer double the time that compiling takes, and the address sanitizer
      # reports the use of a null pointer as well.
      add_compile_options(-fno-sanitize=null,alignment)
    endif()
  endif()
endif()

# Preset fuzz: everything is instrumented for libFuzzer, which only clang has (tests/fuzz).
option(MISFIRE_FUZZ "Build the fuzz targets" OFF)
if(MISFIRE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
