// Places at which test builds (CMake option MISFIRE_CRASH_POINTS) can be stopped from within, so
// that the kill matrix (tests/trouble/kill_matrix.py) reaches every one of them. In other builds
// they are nothing.
//
// Environment, all read by the test build only:
//   MISFIRE_CRASH_LOG=FILE      each place that is passed is appended: "number guardian-pid name"
//   MISFIRE_CRASH_AT=NUMBER     the place at which to act, as numbered in such a file
//   MISFIRE_CRASH_DO=WHO:WHAT   WHO: harness, guardian, both; WHAT: KILL, TERM, INT, STOP,
//   exception
#pragma once

#include <sys/types.h>

#include <string_view>

namespace misfire {

#ifdef MISFIRE_CRASH_POINTS
void crash_point(std::string_view name);
/// Who is meant by "guardian"; 0 when there is none any more.
void crash_point_guardian(pid_t);
#else
inline void crash_point(std::string_view) {}
inline void crash_point_guardian(pid_t) {}
#endif

}  // namespace misfire
