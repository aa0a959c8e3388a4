// What a watch knows at a moment: what /metrics and /healthz tell. Pure. The board hands copies
// from the thread that looks to the one that serves.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "watch/drifts.hpp"
#include "watch/look.hpp"

namespace misfire::watch {

/// Findings of the audit's rules in the balancer's file, without those that are suppressed.
struct FindingCount {
  std::string rule, severity;
  int count = 0;
};

struct Status {
  std::string version, balancer;  ///< of misfire; "haproxy"
  Duration every = {};
  Instant started = {};
  bool up = false;          ///< the balancer answered the last look
  Instant last_try = {};    ///< when a look ended, whatever came of it
  Instant last_look = {};   ///< the last complete one; zero: none yet
  std::uint64_t looks = 0;  ///< complete ones
  Duration looking = {};    ///< how long these took, together
  std::map<Miss, std::uint64_t> misses;
  std::vector<Drift> drifts;  ///< confirmed ones
  std::map<Subject, bool> servers_up;
  std::vector<FindingCount> findings;
  Instant approved_at = {};  ///< zero: nothing is approved
};

/// The Prometheus text format, version 0.0.4.
std::string metrics_text(const Status&);

struct Health {
  bool fine = true;
  std::string text;
};
/// Fine as long as looks end, whether they see a balancer or not: a balancer that is away is told
/// by misfire_watch_up. Not fine: none ended for two periods.
Health health(const Status&, Instant now);

class Board {
 public:
  void put(Status status) {
    const std::lock_guard<std::mutex> guard(mutex_);
    status_ = std::move(status);
  }
  Status status() const {
    const std::lock_guard<std::mutex> guard(mutex_);
    return status_;
  }

 private:
  mutable std::mutex mutex_;
  Status status_;
};

}  // namespace misfire::watch
