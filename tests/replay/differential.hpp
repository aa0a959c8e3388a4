// Cases put to the real Alertmanager, and its answers compared with the model's.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "routing_case.hpp"

namespace misfire {

/// What one Alertmanager did with a batch of cases, and what the machine did meanwhile.
struct Observation {
  Instant started, zero;                             ///< Alertmanager was ready; the cases' start
  std::map<std::string, std::vector<Sending>> sent;  ///< by label, as it really was
  std::map<std::string, std::vector<Notification>> arrived;  ///< by label
  Duration lateness{};  ///< of its timers and deliveries, our posts and our own timers, at worst
};

/// All cases at the same time, in one Alertmanager that does the first one's chores.
Observation observe(std::vector<RoutingCase>);

/// How the two compare in one case.
struct Comparison {
  enum class Result { same, different, undecided };
  Result result = Result::same;
  std::string what;                 ///< differs, or was too close
  std::vector<Duration> distances;  ///< of each notification, the real one after the model's
};
Comparison compare(const Observation&, const Routing& merged_routing, const RoutingCase&);

/// Puts cases to Alertmanagers, and again, more slowly, those that the machine was too late to
/// decide or that differed: a machine's mistake does not come again, a model's does.
struct Outcome {
  int cases = 0, notifications = 0;
  int again = 0, differed_once = 0;    ///< for want of time; and were the same then
  int undecided = 0;                   ///< the machine was too late, time after time
  std::vector<std::string> different;  ///< a text each, with the case
  std::vector<Duration> distances;     ///< sorted
  Duration worst_lateness{};
};
/// The case of a seed at a scale; all of one scale have the same chores.
using MakeCase = std::function<RoutingCase(std::uint64_t seed, int scale)>;
/// At most so many times, each time more slowly.
constexpr std::size_t kTries = 5;
Outcome put_to_alertmanager(std::vector<std::uint64_t> seeds, const MakeCase&,
                            std::size_t tries = kTries);
std::string to_text(const Outcome&);

}  // namespace misfire
