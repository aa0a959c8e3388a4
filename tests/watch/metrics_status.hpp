// A status in which every metric has something to tell.
#pragma once

#include "watch/status.hpp"

namespace misfire::watch {

inline Status busy_status() {
  using namespace std::chrono_literals;
  Status status;
  status.version = "0.1.0";
  status.balancer = "haproxy";
  status.every = 30s;
  status.started = from_nanos(1'700'000'000'000'000'000);
  status.up = true;
  status.last_look = status.last_try = status.started + 60s;
  status.looks = 4;
  status.looking = 12ms;
  status.misses = {{Miss::slow, 3}};
  status.drifts = {{{{"auth", "a\"1"}, Aspect::weight, Against::file, "50", "100", ""},
                    status.started + 30s,
                    true}};
  status.servers_up = {{{"auth", "a\"1"}, true}, {{"auth", "a2"}, false}};
  status.findings = {{"haproxy/no-check", "warning", 2}};
  status.approved_at = status.started;
  return status;
}

}  // namespace misfire::watch
