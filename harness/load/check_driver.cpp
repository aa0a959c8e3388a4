#include "load/check_driver.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>

namespace misfire {
namespace {

namespace asio = boost::asio;

constexpr int kOtherFiles = 256;  // logs, control traffic, the engine, its parts' threads
constexpr int kMostUsers = 10'000'000;

}  // namespace

Result<asio::ip::tcp::endpoint> target_of(const DriverOptions& options) {
  boost::system::error_code error;
  const Endpoint& target = options.target;
  const auto address = asio::ip::make_address(target.host, error);
  if (error || !address.is_loopback() || !target.path.empty() || target.port < 1 ||
      target.port > 65535) {
    return usage_error(fmt::format("load may not be sent to {}", to_string(target)),
                       "the login driver sends to ports of loopback addresses only");
  }
  return asio::ip::tcp::endpoint(address, static_cast<unsigned short>(target.port));
}

Result<void> check_bounds(const DriverOptions& options) {
  if (!(options.load.per_second > 0 && options.load.per_second <= kFastest)) {
    return usage_error(fmt::format("{} logins a second are not between 0 and {}",
                                   options.load.per_second, kFastest));
  }
  if (options.load.users < 1 || options.load.users > kMostUsers) {
    return usage_error(
        fmt::format("{} users are not between 1 and {}", options.load.users, kMostUsers));
  }
  if (options.load.patience <= Duration::zero() || options.max_connections < 1) {
    return usage_error("the login driver needs some patience and at least one connection");
  }
  if (options.backends.size() >= Login::kNoBackend) {
    return usage_error(
        fmt::format("a pool of {} backends is too large, at most {} can be told apart",
                    options.backends.size(), Login::kNoBackend - 1));
  }
  return {};
}

/// Each connection needs a file descriptor. The soft limit is a default that a program may raise.
Result<void> LoginDriver::make_room(int connections) {
  const auto needed = static_cast<rlim_t>(connections + kOtherFiles);
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= needed) return {};
  limit.rlim_cur = std::min(needed, limit.rlim_max);
  ::setrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur >= needed) return {};
  return environment_error(
      fmt::format("this program may have only {} file descriptors, but a run needs {}",
                  limit.rlim_max, needed),
      fmt::format("raise the limit: ulimit -n {}", needed));
}

}  // namespace misfire
