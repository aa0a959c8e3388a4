// What the real tests of the process engine share: a scratch folder, short scripts as parts, and a
// look from outside (/proc) at what is left. Every wait has a generous limit.
#pragma once

#include <gtest/gtest.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "base/wait.hpp"
#include "stack/engine.hpp"

namespace misfire {

constexpr Duration kLong = std::chrono::seconds(60);

/// The parameter: whether the engine may use namespaces.
class EngineTest : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "misfire-stack-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    if (GetParam() && !namespaces_allowed()) {
      GTEST_SKIP() << "namespaces are forbidden here: the guardian is always a subreaper";
    }
  }
  void TearDown() override {
    // A killed harness's guardian may be removing at the same time.
    EXPECT_TRUE(happens([&] {
      std::error_code error;
      fs::remove_all(folder_, error);
      return !error;
    }));
  }

  /// Runs `work` in a process of its own; what it returns is the exit code.
  static pid_t in_child(const std::function<int()>& work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work());
    return child;
  }
  static int result_of(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  /// Those that the guardian asks for.
  static bool namespaces_allowed() {
    return result_of(in_child([] {
             const int user = ::geteuid() == 0 ? 0 : CLONE_NEWUSER;
             return ::unshare(CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWNS | user) == 0 ? 0 : 1;
           })) == 0;
  }

  std::unique_ptr<Engine> open() {
    EXPECT_TRUE(make_folder(run_folder()));
    auto engine = open_process_engine({"id", run_folder(), run_json(), GetParam()});
    EXPECT_TRUE(engine) << to_string(engine.error());
    return engine ? std::move(*engine) : nullptr;
  }
  fs::path run_folder() const { return folder_ / "run"; }
  fs::path run_json() const { return run_folder() / "run.json"; }
  pid_t guardian() const {
    return nlohmann::json::parse(*read_file(run_json())).at("guardian").at("pid");
  }

  static PartSpec shell(const std::string& name, const std::string& script) {
    PartSpec spec;
    spec.name = name;
    spec.program = "/bin/sh";
    spec.args = {"-c", script};
    return spec;
  }

  /// How many processes work in this test's folder, as the whole machine sees them.
  std::size_t left() const {
    std::size_t found = 0;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator("/proc", error)) {
      std::error_code gone;
      const auto cwd = fs::read_symlink(entry.path() / "cwd", gone).string();
      if (!gone && cwd.rfind(folder_.string(), 0) == 0) ++found;
    }
    return found;
  }

  static bool happens(const std::function<bool()>& condition, Duration limit = kLong) {
    SystemClock clock;
    return wait_for(clock, "a condition", limit, [&]() -> Result<bool> { return condition(); })
        .has_value();
  }

  fs::path folder_;
};

inline std::string mode_name(const ::testing::TestParamInfo<bool>& mode) {
  return mode.param ? "Namespaced" : "Subreaper";
}

}  // namespace misfire
