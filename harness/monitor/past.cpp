#include "monitor/past.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/duration.hpp"
#include "base/wait.hpp"
#include "monitor/past_series.hpp"
#include "monitor/prometheus_answer.hpp"
#include "monitor/promql_scale.hpp"

namespace misfire {
namespace {

using namespace std::string_literals;

constexpr Duration kQueryLimit = std::chrono::seconds(10);
// Samples under load that show a rate. A scrape on a busy machine is tens of milliseconds off,
// which a span of a second makes small.
constexpr std::size_t kEnough = 3;
constexpr std::int64_t kSpan = 1000;             // ms
constexpr const char* kSinceItStarted = "[1d]";  // it has run for minutes only

// The raw samples in a range.
Result<std::vector<PastSeries>> raw(const Endpoint& prometheus, const std::string& range) {
  const auto answer =
      ask_prometheus(prometheus, "/api/v1/query?query=" + url_encode(range), kQueryLimit);
  if (!answer) return tl::unexpected(answer.error());
  return raw_series(*answer);
}

// The first instant of which Prometheus holds a sample. Blocks that end later would hide samples
// behind it when Prometheus replays its log.
Result<std::int64_t> head_begins(const Endpoint& prometheus) {
  const auto answer = ask_prometheus(prometheus, "/api/v1/status/tsdb", kQueryLimit);
  if (!answer) return tl::unexpected(answer.error());
  return first_sample(*answer);
}

template <class Time>
std::int64_t milliseconds(Time t) {
  if constexpr (std::is_same_v<Time, Instant>)
    return to_nanos(t) / 1'000'000;
  else
    return std::chrono::duration_cast<std::chrono::milliseconds>(t).count();
}

Result<void> make_blocks(const PastRequest& request, std::string openmetrics) {
  const auto tool = request.make_blocks(std::move(openmetrics) + "# EOF\n");
  if (!tool) return tl::unexpected(tool.error());
  if (tool->exit_code == 0) return {};
  return environment_error(fmt::format("promtool could not write the past: {}", tool->output));
}

std::string metric_of(const std::string& selector) {
  return selector.substr(0, selector.find('{'));
}

class Fill {
 public:
  Fill(const PastRequest& request, Clock& clock) : request_(request), clock_(clock) {}

  Result<PastFilled> run() {
    if (request_.windows.empty()) return PastFilled{};
    if (const auto seen = wait(); !seen) return tl::unexpected(seen.error());
    const auto head = head_begins(request_.prometheus);
    if (!head) return tl::unexpected(head.error());
    const std::int64_t now = milliseconds(clock_.now());
    PastFilled filled;
    std::string out;
    for (const auto& [labels, found] : series_) {
      const Duration window = to_wall(found.window, request_.speed);
      const std::int64_t from =
          now - milliseconds(window) - 4 * milliseconds(request_.scrape_interval);
      const auto written =
          past_of(found.series, {load_since_, *head, from, milliseconds(request_.scrape_interval)});
      if (written.empty()) continue;
      append_openmetrics(out, labels, written);
      filled.reach = std::max(filled.reach, found.window);
      filled.series += 1;
      filled.samples += static_cast<std::int64_t>(written.size());
    }
    if (filled.samples == 0) return filled;  // nothing exists to be continued
    if (auto made = make_blocks(request_, std::move(out)); !made) {
      return tl::unexpected(made.error());
    }
    return filled;
  }

 private:
  struct Found {
    PastSeries series;
    ModelDuration window;
  };

  // Until every series that is alive has been scraped often enough since we were called.
  Result<void> wait() {
    load_since_ = milliseconds(clock_.now());
    std::string lacking;
    const Duration limit = std::chrono::seconds(10) + 20 * request_.scrape_interval;
    const Duration pause = std::clamp<Duration>(
        request_.scrape_interval / 2, std::chrono::milliseconds(20), std::chrono::seconds(1));
    const auto done = wait_for(
        clock_, "three scrapes of what long windows need", limit,
        [&]() -> Result<bool> {
          if (request_.go_on) {
            if (const auto fine = request_.go_on(); !fine) {
              lacking.clear();
              return tl::unexpected(fine.error());
            }
          }
          return enough(&lacking);
        },
        pause);
    if (!done && !lacking.empty()) {
      Error error = done.error();
      error.message += fmt::format(": {}", lacking);
      error.hint = "are its targets still scraped?";
      return tl::unexpected(std::move(error));
    }
    return done;
  }

  Result<bool> enough(std::string* lacking) {
    series_.clear();
    lacking->clear();
    const std::string* missing = nullptr;
    for (const auto& [selector, window] : request_.windows) {
      auto found = raw(request_.prometheus, selector + kSinceItStarted);
      if (!found) return tl::unexpected(found.error());
      if (found->empty()) {
        const auto known = metric_exists(selector);
        if (!known) return tl::unexpected(known.error());
        if (!*known) missing = &selector;
      }
      for (PastSeries& series : *found) {
        if (ended(series)) continue;  // its past matters to nobody
        if (too_short(series, selector, lacking)) return false;
        Found& entry = series_[series.labels];
        entry.window = std::max(entry.window, window);
        entry.series = std::move(series);
      }
    }
    if (missing == nullptr) return true;
    return nothing_is_to_come(*missing, lacking);
  }

  bool ended(const PastSeries& series) const {
    const std::int64_t alive =
        milliseconds(clock_.now()) - 3 * milliseconds(request_.scrape_interval);
    return series.samples.empty() || series.samples.back().at < std::min(alive, load_since_);
  }

  bool too_short(const PastSeries& series, const std::string& selector,
                 std::string* lacking) const {
    const auto first = std::find_if(series.samples.begin(), series.samples.end(),
                                    [&](const PastSample& s) { return s.at >= load_since_; });
    const auto fresh = series.samples.end() - first;
    if (static_cast<std::size_t>(fresh) >= kEnough && series.samples.back().at - first->at >= kSpan)
      return false;
    *lacking = fmt::format("{} has only {} samples", selector, fresh);
    return true;
  }

  // Errors by code, say, have no series while nothing fails: then there is no past to write, and
  // nothing to wait for.
  Result<bool> metric_exists(const std::string& selector) const {
    const std::string metric = metric_of(selector);
    if (metric.empty() || metric == selector) return false;
    const auto found = raw(request_.prometheus, metric + kSinceItStarted);
    if (!found) return tl::unexpected(found.error());
    return !found->empty();
  }

  // Of a metric that no target has after as many scrapes as others need there is no past either:
  // it may come with the first failure. One that never comes is told where rules need it.
  Result<bool> nothing_is_to_come(const std::string& selector, std::string* lacking) const {
    const auto targets = raw(request_.prometheus, "up"s + kSinceItStarted);
    if (!targets) return tl::unexpected(targets.error());
    for (const PastSeries& up : *targets) {
      if (!ended(up) && too_short(up, "up", lacking)) return false;
    }
    if (targets->empty()) *lacking = fmt::format("{} has no series", selector);
    return !targets->empty();
  }

  const PastRequest& request_;
  Clock& clock_;
  std::int64_t load_since_ = 0;
  std::map<Labels, Found> series_;
};

}  // namespace

Result<PastFilled> fill_past(const PastRequest& request, Clock& clock) {
  return Fill(request, clock).run();
}

Result<PastFilled> fill_past(const PastRequest& request, const RememberedPast& past,
                             Instant load_since) {
  PastFilled filled;
  filled.remembered = true;
  std::string out;
  for (const RememberedSeries& series : past) {
    const auto written = past_of(series, milliseconds(load_since), request.speed,
                                 milliseconds(request.scrape_interval));
    append_openmetrics(out, series.labels, written);
    filled.reach = std::max(filled.reach, series.window);
    filled.series += 1;
    filled.samples += static_cast<std::int64_t>(written.size());
  }
  if (filled.samples == 0) return filled;
  if (auto made = make_blocks(request, std::move(out)); !made) return tl::unexpected(made.error());
  return filled;
}

Result<RememberedPast> past_to_remember(const PastRequest& request, Instant load_since,
                                        Clock& clock) {
  const std::int64_t since = milliseconds(load_since), now = milliseconds(clock.now());
  const std::int64_t alive = now - 3 * milliseconds(request.scrape_interval);
  std::map<Labels, RememberedSeries> all;
  for (const auto& [selector, window] : request.windows) {
    auto found = raw(request.prometheus, fmt::format("{}[{}ms]", selector, now - since + 1));
    if (!found) return tl::unexpected(found.error());
    for (const PastSeries& series : *found) {
      if (series.samples.empty() || series.samples.back().at < alive) continue;
      auto one = remembered(series, since, window);
      if (!one) continue;
      if (const auto before = all.find(series.labels); before != all.end()) {
        one->window = std::max(one->window, before->second.window);
      }
      all[series.labels] = std::move(*one);
    }
  }
  RememberedPast past;
  for (auto& [labels, series] : all) past.push_back(std::move(series));
  return past;
}

}  // namespace misfire
