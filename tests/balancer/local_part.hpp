// A part for the adapter's own tests: a program that this test forks, ended with it. The stack's
// engines have tests of their own.
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>

#include "base/files.hpp"
#include "stack/part.hpp"

namespace misfire {

class LocalPart final : public Part {
 public:
  LocalPart(PartSpec spec, std::string address)
      : spec_(std::move(spec)), address_(std::move(address)) {
    std::string pattern = (fs::temp_directory_path() / "misfire-part-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    (void)write_files(folder_, spec_.files);
    std::vector<char*> argv = {spec_.program.data()};
    for (std::string& arg : spec_.args) argv.push_back(arg.data());
    argv.push_back(nullptr);
    const std::string log = log_file().string(), folder = folder_.string();
    pid_ = ::fork();
    if (pid_ == 0) {
      const int fd = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
      ::dup2(fd, 1);
      ::dup2(fd, 2);
      if (::chdir(folder.c_str()) == 0) ::execv(argv[0], argv.data());
      ::_exit(127);
    }
  }
  ~LocalPart() override {
    (void)stop(std::chrono::seconds(10));
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  const std::string& name() const override { return spec_.name; }
  Endpoint from_harness(const std::string& port) const override {
    return {address_, spec_.ports.at(port)};
  }
  Endpoint from_parts(const std::string& port) const override { return from_harness(port); }
  Result<void> put(const std::string& path, std::string_view bytes) override {
    return write_file(folder_ / path, bytes);
  }
  Result<void> signal(int number) override {
    if (::kill(pid_, number) == 0) return {};
    return environment_error(std::strerror(errno));
  }
  Result<ToolRun> run(const std::vector<std::string>& argv, Duration limit) override {
    return run_tool(argv, limit, folder_);
  }
  Result<void> hand_over(const std::string&, const fs::path&) override {
    return environment_error("nobody asks this of a balancer");
  }
  Result<Exit> stop(Duration limit) override {
    if (pid_ <= 0) return Exit{};
    ::kill(pid_, SIGTERM);
    const auto deadline = std::chrono::steady_clock::now() + limit;
    int status = 0;
    while (::waitpid(pid_, &status, WNOHANG) == 0) {
      if (std::chrono::steady_clock::now() > deadline) ::kill(pid_, SIGKILL);
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    pid_ = -1;
    return Exit{WIFEXITED(status) ? WEXITSTATUS(status) : -1,
                WIFSIGNALED(status) ? WTERMSIG(status) : 0};
  }
  Result<Exit> kill() override { return environment_error("nobody asks this of a balancer"); }
  Result<void> pause() override { return environment_error("nobody asks this of a balancer"); }
  Result<void> resume() override { return environment_error("nobody asks this of a balancer"); }
  std::string log_tail(std::size_t bytes) const override {
    const auto log = read_file(log_file());
    if (!log) return "";
    return log->substr(log->size() - std::min(bytes, log->size()));
  }

 private:
  fs::path log_file() const { return folder_ / "printed"; }

  PartSpec spec_;
  std::string address_;
  fs::path folder_;
  pid_t pid_ = -1;
};

}  // namespace misfire
