// A real Prometheus for a test: started in a folder, ended with the object.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "base/http_client.hpp"
#include "base/wait.hpp"

namespace misfire {

/// A port of 127.0.0.1 that nobody has at the moment.
inline int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    std::abort();
  }
  ::close(fd);
  return ntohs(address.sin_port);
}

class PrometheusProcess {
 public:
  PrometheusProcess(Endpoint at, fs::path folder, std::vector<std::string> flags)
      : at_(std::move(at)), folder_(std::move(folder)) {
    flags.insert(flags.begin(), find_program("prometheus").value().string());
    std::vector<char*> argv;
    for (std::string& f : flags) argv.push_back(f.data());
    argv.push_back(nullptr);
    const std::string log = (folder_ / "log").string();
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
      ::dup2(out, 1);
      ::dup2(out, 2);
      if (::chdir(folder_.c_str()) == 0) ::execv(argv[0], argv.data());
      ::_exit(127);
    }
  }
  ~PrometheusProcess() { stop(); }
  PrometheusProcess(const PrometheusProcess&) = delete;
  PrometheusProcess& operator=(const PrometheusProcess&) = delete;

  void stop() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  Result<void> ready() const {
    SystemClock clock;
    return wait_for(clock, "Prometheus", std::chrono::seconds(60), [&]() -> Result<bool> {
      const auto answer = http(at_, {.target = "/-/ready"}, std::chrono::seconds(2));
      return answer && answer->status == 200;
    });
  }
  /// The `data` of an answer of the API.
  nlohmann::json api(const std::string& target) const {
    const auto answer = http(at_, {.target = "/api/v1/" + target}, std::chrono::seconds(10));
    if (!answer) return nullptr;
    const auto parsed = nlohmann::json::parse(answer->body, nullptr, false);
    return parsed.is_object() ? parsed.value("data", nlohmann::json()) : nlohmann::json();
  }
  /// The value of an instant query with one result; NaN otherwise.
  double value(const std::string& promql) const {
    const auto data = api("query?query=" + url_encode(promql));
    if (!data.is_object() || data["result"].size() != 1) return std::nan("");
    return std::stod(data["result"][0]["value"][1].get<std::string>());
  }
  std::string log() const { return read_file(folder_ / "log").value_or(""); }

 private:
  Endpoint at_;
  fs::path folder_;
  pid_t pid_ = -1;
};

}  // namespace misfire
