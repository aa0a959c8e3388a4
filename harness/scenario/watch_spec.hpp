// [watch] of a system file: where `misfire watch` looks at a balancer that runs in earnest.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/http_client.hpp"

namespace misfire {

struct StatusPage {
  Endpoint at;
  std::string target;  ///< "/nginx_status"
  bool operator==(const StatusPage&) const = default;
};

struct WatchSpec {
  std::optional<Endpoint> runtime_api;               ///< HAProxy's Runtime API
  std::optional<StatusPage> status_page;             ///< nginx's stub_status
  fs::path pid_file;                                 ///< of nginx's master
  ModelDuration every = {std::chrono::seconds(30)};  ///< drift is noticed within this time
  Endpoint listen = {"127.0.0.1", 9797};
  Position where = {};
  bool operator==(const WatchSpec&) const = default;
};

/// "unix:/run/haproxy/admin.sock", "/run/haproxy/admin.sock", "127.0.0.1:9999", "[::1]:9999". The
/// errors have no position; the caller knows it. Names are no addresses: looking one up may hang.
Result<Endpoint> parse_endpoint(std::string_view);
/// "http://127.0.0.1:8080/nginx_status"; without a port, 80.
Result<StatusPage> parse_status_page(std::string_view);

/// The bounds of `every`: a Runtime API is not asked all the time, and whoever looks less than once
/// a day does not watch.
constexpr ModelDuration kShortestEvery = {std::chrono::milliseconds(100)};
constexpr ModelDuration kLongestEvery = {std::chrono::hours(24)};

}  // namespace misfire
