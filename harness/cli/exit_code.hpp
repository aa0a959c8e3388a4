// What the program's exit code says (README, "Exit codes").
#pragma once

#include "base/error.hpp"
#include "judge/judgement.hpp"

namespace misfire {

enum class ExitCode {
  passed = 0,
  failed = 1,         ///< the monitoring missed something, or paged for nothing
  usage = 2,          ///< the command line or a file is wrong; nothing was started
  environment = 3,    ///< at least one run was invalid, or the environment refused
  interrupted = 130,  ///< Ctrl-C; SIGTERM gives 143
  terminated = 143,
};

ExitCode exit_code(Verdict);
/// usage as soon as one mistake is the user's: trying again on another machine would not help.
ExitCode exit_code(const Errors&);

}  // namespace misfire
