// One case of the differential test: a routing tree and the alerts that are sent to it, in
// milliseconds from the case's start. Made from a seed, or read from the text that a failing case
// prints.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "replay/alertmanager_model.hpp"

namespace misfire {

/// How an Alertmanager does its housekeeping, and when it was ready, from a case's start.
struct Chores {
  Duration started = -std::chrono::seconds(1);
  Duration every = std::chrono::seconds(1);  ///< so often the case could start: they come round
  Duration tidy_groups = std::chrono::seconds(30);
  Duration tidy_log = std::chrono::minutes(15);
  Duration tidy_alerts = std::chrono::minutes(30);
};

struct RoutingCase {
  struct Alert {
    Labels labels;
    std::optional<std::int64_t> starts, ends;
  };
  struct Post {
    std::int64_t at = 0;
    std::vector<Alert> alerts;
  };

  std::uint64_t seed = 0;
  std::string label;  ///< every alert's label `case`, so that many cases share an Alertmanager
  std::string alertmanager;  ///< alertmanager.yml; endpoints begin with kSinkUrl
  std::vector<Post> posts;
  std::int64_t until = 0;  ///< what comes later is not looked at
  Chores chores;
  int scale = 1;
};

constexpr const char* kSinkUrl = "http://127.0.0.1:1";

/// Decisive moments of a generated case are at least so far apart, times its scale: the machine may
/// be as late.
constexpr Duration kApart = std::chrono::milliseconds(100);

/// Without close calls. Always the same of one seed. `scale`: all but the chores takes as many
/// times longer.
RoutingCase generate_case(std::uint64_t seed, const Chores& = {}, int scale = 1);

/// What the model says about a case alone, with its start at kStart.
Notifications simulate_case(const RoutingCase&, const Routing&, Duration tolerance = {});
/// All but `until`, of a case that starts then.
AlertmanagerOptions options_of(const Chores&, Instant start);
Routing routing_of(const std::string& alertmanager_yml);

std::string to_text(const RoutingCase&);
RoutingCase case_from_text(const std::string&);

/// One configuration for all: each case's tree is a branch under a root that notifies nobody.
std::string merged(const std::vector<RoutingCase>&);

/// "inhibition decides", "continue", …: what the case is a case of.
std::vector<std::string> traits_of(const RoutingCase&);

}  // namespace misfire
