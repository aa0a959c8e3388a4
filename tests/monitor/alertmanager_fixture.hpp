// What the tests about Alertmanager share: a folder with a user's files, addresses of a stack that
// does not exist, a sink on a thread of its own, and the real Alertmanager.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <thread>

#include "base/wait.hpp"
#include "monitor/render.hpp"
#include "monitor/sink/sink.hpp"
#include "scratch_folder.hpp"

namespace misfire {

inline System system_with(const fs::path& alertmanager) {
  System system;
  system.monitoring.alertmanager = alertmanager;
  return system;
}

inline MonitoringAddresses some_addresses() {
  MonitoringAddresses addresses;
  addresses.alertmanager = {"127.77.1.1", 9093};
  addresses.sink = {"127.77.1.1", 9094};
  addresses.sink_smtp = {"127.77.1.1", 2525};
  return addresses;
}

inline std::string text_of(const Errors& errors) {
  std::string text;
  for (const Error& error : errors) text += to_string(error) + "\n";
  return text;
}

inline std::string text_of(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

/// A sink in this process.
class SinkThread {
 public:
  SinkThread() {
    auto sink = Sink::open(io_, {"127.0.0.1", 0}, {"127.0.0.1", 0});
    if (!sink) {
      ADD_FAILURE() << to_string(sink.error());
      return;
    }
    sink_ = std::move(*sink);
    thread_ = std::thread([this] { io_.run(); });
  }
  ~SinkThread() {
    io_.stop();
    if (thread_.joinable()) thread_.join();
  }
  Endpoint http() const { return sink_->http(); }
  Endpoint smtp() const { return sink_->smtp(); }

 private:
  boost::asio::io_context io_;
  std::unique_ptr<Sink> sink_;
  std::thread thread_;
};

/// A loopback port that nobody else gets: bound with SO_REUSEADDR, never listening.
class HeldPort {
 public:
  HeldPort() : socket_(io_) {
    using boost::asio::ip::tcp;
    socket_.open(tcp::v4());
    socket_.set_option(tcp::acceptor::reuse_address(true));
    socket_.bind({boost::asio::ip::address_v4::loopback(), 0});
  }
  Endpoint endpoint() const { return {"127.0.0.1", socket_.local_endpoint().port()}; }

 private:
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor socket_;
};

/// The real Alertmanager on rendered files, until the end of the test.
class RunningAlertmanager {
 public:
  RunningAlertmanager(const RenderedAlertmanager& rendered, const Endpoint& at) : at_(at) {
    for (const auto& [file, bytes] : rendered.files) folder_.write(file, bytes);
    std::vector<std::string> args = rendered.flags;
    args.insert(args.begin(), find_program("prometheus-alertmanager").value().string());
    std::vector<char*> argv;
    for (auto& arg : args) argv.push_back(arg.data());
    argv.push_back(nullptr);
    const std::string log_file = (folder_.path / "log").string();
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (::chdir(folder_.path.c_str()) != 0) ::_exit(126);
      if (!::freopen(log_file.c_str(), "w", stderr)) ::_exit(126);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    SystemClock clock;
    const auto ready =
        wait_for(clock, "Alertmanager", std::chrono::seconds(60), [&]() -> Result<bool> {
          const auto answer =
              misfire::http(at_, {"GET", "/-/ready", {}, {}}, std::chrono::seconds(5));
          return answer && answer->status == 200;
        });
    EXPECT_TRUE(ready) << to_string(ready.error()) << "\n" << log();
  }
  ~RunningAlertmanager() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }
  RunningAlertmanager(const RunningAlertmanager&) = delete;
  RunningAlertmanager& operator=(const RunningAlertmanager&) = delete;

  /// Posts alerts as Prometheus does. `json` is a list.
  void post(const std::string& json) const {
    const HttpRequest request{
        "POST", "/api/v2/alerts", json, {{"content-type", "application/json"}}};
    const auto answer = misfire::http(at_, request, std::chrono::seconds(10));
    ASSERT_TRUE(answer) << to_string(answer.error());
    ASSERT_EQ(answer->status, 200) << answer->body;
  }
  std::string log() const { return read_file(folder_.path / "log").value_or(""); }

 private:
  ScratchFolder folder_;
  Endpoint at_;
  pid_t pid_ = -1;
};

}  // namespace misfire
