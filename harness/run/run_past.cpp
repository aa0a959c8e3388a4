#include "run/run_past.hpp"

#include <fmt/format.h>

#include "run/past_key.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kBlocks = 5min;  // promtool takes a second or two

}  // namespace

Result<void> RunPast::look_up() {
  const auto key = past_key(c_.inputs, c_.prepared);
  if (!key) return tl::unexpected(key.error());
  key_ = *key;
  if (const auto kept = pasts_.find(key_)) past_ = remembered_past_from_json(*kept);
  return {};
}

Result<PastFilled> RunPast::fill() {
  return past_ ? fill_past(past_request(), *past_, load_since_)
               : fill_past(past_request(), c_.watch.clock());
}

PastRequest RunPast::past_request() const {
  const Plan& plan = c_.prepared.plan;
  PastRequest request;
  request.prometheus = stack_.prometheus->from_harness("http");
  request.windows = c_.prepared.prometheus.long_windows;
  request.speed = plan.speed;
  request.scrape_interval = to_wall(plan.monitoring.scrape_interval, plan.speed);
  request.make_blocks = [&](const std::string& past) { return make_blocks(past); };
  request.go_on = [&] { return c_.watch.poll(); };
  return request;
}

Result<void> RunPast::check() {
  if (!past_) return {};
  const auto seen = past_to_remember(past_request(), load_since_, c_.watch.clock());
  if (!seen) return tl::unexpected(seen.error());
  const std::string why = misfit(*past_, *seen, to_seconds(c_.watch.clock().now() - load_since_));
  if (why.empty()) return {};
  pasts_.forget(key_);
  return environment_error(
      fmt::format("the past was written as an earlier run saw it, but {}", why),
      "that is forgotten now: the next run looks for itself");
}

Result<void> RunPast::remember() {
  if (key_.empty() || past_) return {};
  const auto seen = past_to_remember(past_request(), load_since_, c_.watch.clock());
  if (!seen) return tl::unexpected(seen.error());
  pasts_.keep(key_, to_json(*seen));
  return {};
}

Result<ToolRun> RunPast::make_blocks(const std::string& openmetrics) const {
  if (auto put = stack_.prometheus->put("past.om", openmetrics); !put) {
    return tl::unexpected(put.error());
  }
  return stack_.prometheus->run({c_.inputs.programs.path("promtool").string(), "tsdb",
                                 "create-blocks-from", "openmetrics", "--quiet", "past.om", "data"},
                                kBlocks);
}

}  // namespace misfire
