#include "run/stress.hpp"

#include <algorithm>

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kWitness = 10s;  // after the last stroke
constexpr double kWitnessed = 60;   // logins that each server should have been sent until then
constexpr double kMargin = 1.5;     // times those that the witness needs

const LiveState::Server* server_of(const LiveState& live, const std::string& name) {
  const auto found = std::find_if(live.servers.begin(), live.servers.end(),
                                  [&](const LiveState::Server& s) { return s.name == name; });
  return found == live.servers.end() ? nullptr : &*found;
}

std::string state_of(const LiveState& live, const std::string& name) {
  const auto* server = server_of(live, name);
  return server == nullptr ? "gone" : server->status;
}

}  // namespace

Stress::Stress(const PlannedFault& fault, const Stressor& kind, const Plan& plan)
    : fault_(fault),
      kind_(kind),
      speed_(plan.speed),
      scrape_(to_wall(plan.monitoring.scrape_interval, plan.speed)) {
  // The plan was refused if this were an error.
  strokes_ = kind.strokes(fault.params, plan.servers.size()).value_or(std::vector<Stroke>{});
}

std::size_t Stress::strokes_needed() const {
  return kind_.strokes_needed == 0 ? strokes_.size()
                                   : std::min(kind_.strokes_needed, strokes_.size());
}

std::size_t Stress::strokes_counted() const {
  return kind_.strokes_needed == 0 ? strokes_.size() : 1;
}

Result<void> Stress::go_on(TroubledStack& stack, Duration since, Clock& clock) {
  while (done_ < strokes_.size() && since >= to_wall(strokes_[done_].after, speed_)) {
    const Stroke& stroke = strokes_[done_++];  // half a stroke is to be taken back, too
    if (auto struck = kind_.inject(fault_.params, stroke, stack); !struck) return struck;
    if (!counted_ && done_ >= strokes_counted()) counted_ = clock.now();
    if (!enough_ && done_ >= strokes_needed()) enough_ = clock.now();
  }
  return {};
}

Result<void> Stress::revert(TroubledStack& stack) {
  for (; done_ > 0; --done_) {
    if (auto taken = kind_.revert(fault_.params, strokes_[done_ - 1], stack); !taken) return taken;
  }
  return {};
}

Shown Stress::look(const TroubledStack& stack, const Baseline& baseline, const LiveState& now,
                   const LoadAccount& load) {
  if (!from_ && counted_ && load.until >= *counted_) from_ = load;
  if (!from_ || !enough_ || load.until < *enough_) return {};
  Sight sight;
  sight.before = baseline.load;
  sight.before_s = baseline.lasted_s;
  sight.since = load - *from_;
  sight.since_s = to_seconds(load.until - from_->until);
  sight.service_ms = stack.declared_service_ms();
  const bool ask = kind_.hold == Hold::process || kind_.hold == Hold::answers;
  const auto servers = servers_of(strokes_);
  for (std::size_t i = 0; i < load.per_backend.size(); ++i) {
    const bool troubled = std::find(servers.begin(), servers.end(), i) != servers.end();
    ServerSeen seen = stack.seen(i, ask && troubled);
    seen.before = sight.before.per_backend[i];
    seen.since = sight.since.per_backend[i];
    seen.state_before = state_of(baseline.live, seen.name);
    seen.state = state_of(now, seen.name);
    sight.servers.push_back(std::move(seen));
  }
  if (kind_.monitors != nullptr) {
    for (const Monitor one : kind_.monitors(fault_.params)) {
      sight.monitors.push_back(stack.seen(one));
    }
  }
  if (kind_.hold == Hold::store) sight.store = stack.store_seen();
  return kind_.witness(fault_.params, servers, sight);
}

std::optional<Instant> Stress::waits_until(const Baseline& baseline) const {
  if (!enough_) return std::nullopt;
  const double needed = kind_.logins_needed == nullptr ? 0 : kind_.logins_needed(fault_.params);
  Duration longest = kWitness;
  for (const BackendLogins& backend : baseline.load.per_backend) {
    if (backend.answered == 0) continue;
    const double rate = static_cast<double>(backend.answered) / baseline.lasted_s;
    longest = std::max(longest, from_seconds(std::max(kWitnessed, kMargin * needed) / rate));
  }
  if (kind_.monitors != nullptr) longest += 2 * scrape_;
  longest += to_wall(kind_.slow_to_show, speed_);
  return *enough_ + longest;
}

}  // namespace misfire
