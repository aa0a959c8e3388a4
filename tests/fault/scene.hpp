// What a witness is shown: a pool, what it was, and what the logins did.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

/// A healthy pool of three under even load.
struct Scene {
  LiveState before, now;
  LoginTally logins{{{333, 333, 334}, {{200, 1000}}}, {{333, 333, 334}, {{200, 1000}}}};
  std::string configuration;
  std::optional<MetricsScrape> metrics = {};

  Scene() {
    before.worker = "pid 1";
    before.algorithm = "roundrobin";
    before.configuration = "aaa";
    for (int i = 0; i < 3; ++i) {
      LiveState::Server server;
      server.name = std::string("auth") + static_cast<char>('1' + i);
      server.address = "127.0.0.1";
      server.port = 9001 + i;
      server.status = "UP";
      server.check = "L7OK";
      server.weight = 100;
      server.maxconn = 200;
      server.fall = 3;
      before.servers.push_back(server);
    }
    now = before;
    now.worker = "pid 2";
    now.configuration = configuration = "bbb";
  }

  /// Answered by the backends since, and all with that status.
  Scene& answered(std::vector<std::int64_t> per_backend, int status = 200,
                  std::int64_t elsewhere = 0) {
    std::int64_t all = elsewhere;
    for (const std::int64_t one : per_backend) all += one;
    logins.since = {std::move(per_backend), {{status, all}}};
    return *this;
  }

  Shown see(const char* fault, const Args& args = {}) const {
    return find_misconfiguration("haproxy", fault)
        ->witness(args, {before, now, logins, configuration, metrics});
  }
};

}  // namespace misfire
