#include "cli/exit_code.hpp"

namespace misfire {

ExitCode exit_code(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
    case Verdict::unsupported:
      return ExitCode::passed;
    case Verdict::fail:
      return ExitCode::failed;
    case Verdict::invalid:
      break;
  }
  return ExitCode::environment;
}

ExitCode exit_code(const Errors& errors) {
  for (const Error& error : errors) {
    if (error.code == ErrorCode::usage) return ExitCode::usage;
  }
  return ExitCode::environment;
}

}  // namespace misfire
