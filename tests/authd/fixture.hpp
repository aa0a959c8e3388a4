// What most tests of authd need: a folder, a store in it, a running server.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "authd/create_store.hpp"
#include "authd/server.hpp"

namespace misfire {

/// A folder that is gone after the test.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// A port that is bound and never listened on, as the harness reserves them.
class ReservedPort {
 public:
  ReservedPort();
  ~ReservedPort();
  ReservedPort(const ReservedPort&) = delete;
  ReservedPort& operator=(const ReservedPort&) = delete;
  Endpoint endpoint() const { return {"127.0.0.1", port_}; }

 private:
  int fd_ = -1;
  int port_ = 0;
};

/// authd on a free port, with the account "alice" / "wonderland", until the end of the test.
class RunningServer {
 public:
  explicit RunningServer(ServerOptions);
  ~RunningServer();

  Endpoint endpoint() const { return server_->endpoint(); }
  std::filesystem::path store() const { return folder_ / "accounts.db"; }
  void drain() { server_->drain(); }
  void read_troubles() { server_->read_troubles(); }
  /// Waits for the server's end; whether every login was answered.
  bool wait();
  /// The value of one line of /metrics.
  double metric(std::string_view series) const;
  /// Waits until that series has that value.
  void wait_for_metric(std::string_view series, double value) const;

 private:
  ScratchFolder folder_;
  std::unique_ptr<AuthServer> server_;
  bool complete_ = false;
  std::thread thread_;
};

}  // namespace misfire
