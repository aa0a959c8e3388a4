// A program that runs beside this one while this one goes on: a run of a suite is `misfire run`
// again. It is killed as soon as this program is gone, however that ended: a run's guardian takes
// its stack down in the time that is promised, and a run that could still write its report would
// need more. (What must not outlive the harness by a moment is a part, and belongs to stack/.)
//
// One thread: that which starts it. The kernel kills when that thread ends.
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/descriptor.hpp"
#include "base/error.hpp"

namespace misfire {

class Child {
 public:
  /// argv[0] is a path. A path that leads nowhere ends at once with exit code 127.
  static Result<std::unique_ptr<Child>> start(const std::vector<std::string>& argv);
  /// Kills it if it still runs.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Reads what came meanwhile, and sees whether it ended; never waits.
  void poll();
  bool ended() const { return exit_code_.has_value(); }
  /// 128 + signal when a signal ended it.
  int exit_code() const { return exit_code_.value_or(-1); }
  /// Everything that it wrote to standard output.
  const std::string& output() const { return output_; }
  /// The lines that it wrote to standard error since the last call.
  std::vector<std::string> take_lines();
  void signal(int number);

 private:
  Child(pid_t pid, Descriptor output, Descriptor errors)
      : pid_(pid), output_end_(std::move(output)), errors_end_(std::move(errors)) {}

  pid_t pid_;
  Descriptor output_end_, errors_end_;
  std::string output_, errors_;
  std::optional<int> exit_code_;
};

}  // namespace misfire
