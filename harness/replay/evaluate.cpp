#include "replay/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/interrupt.hpp"
#include "replay/rule_vectors.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

// From an evaluation's beginning to the arrival of its alerts at Alertmanager: 1 to 5 ms.
constexpr Duration kSending = 3ms;
// A day of evaluations twice a second; what they find is held in memory.
constexpr std::size_t kMostEvaluations = 200'000;
constexpr Duration kOneTick = 1ms;  // the least by which Prometheus can tell times apart

/// What rules record, gathered over all evaluations, with the marks of series that ended.
class Recorded {
 public:
  void begin(Instant at) { at_ = std::chrono::milliseconds(tick_of(at).time_since_epoch() / 1ms); }
  void add(const Labels& labels, double value) {
    samples_[labels].push_back({at_.count(), value});
    now_.insert(labels);
  }
  void end() {
    for (const Labels& labels : before_) {
      if (now_.count(labels) == 0) samples_[labels].push_back({at_.count(), stale_marker()});
    }
    before_ = std::move(now_);
    now_.clear();
  }
  std::vector<WrittenSeries> series() && {
    std::vector<WrittenSeries> all;
    for (auto& [labels, samples] : samples_) all.push_back({labels, std::move(samples)});
    return all;
  }

 private:
  std::chrono::milliseconds at_{};
  std::map<Labels, std::vector<WrittenSeries::Sample>> samples_;
  std::set<Labels> before_, now_;
};

std::set<std::string> made_by(const ReplayRules& rules) {
  std::set<std::string> metrics{"ALERTS", "ALERTS_FOR_STATE"};
  for (const ReplayGroup& group : rules.groups) {
    for (const ReplayRule& rule : group.rules) {
      if (rule.read.records) metrics.insert(rule.read.rule.name);
    }
  }
  return metrics;
}

class Evaluator {
 public:
  Evaluator(const RecordedPrometheus& prometheus, const ReplayRules& rules,
            const std::vector<RuleTurn>& order, const EvaluationRequest& request)
      : prometheus_(prometheus),
        rules_(rules),
        order_(order),
        request_(request),
        vectors_(prometheus, {made_by(rules), request.rules_loaded, request.until, request.late}) {}

  Result<EvaluatedRules> run() {
    for (const ReplayGroup& group : rules_.groups) {
      if (auto done = schedule(group); !done) return tl::unexpected(done.error());
    }
    if (auto read = vectors_.read_scrapes(); !read) return tl::unexpected(read.error());
    for (const RuleTurn& turn : order_) {
      if (auto go_on = not_interrupted(); !go_on) return tl::unexpected(go_on.error());
      if (auto done = evaluate(turn); !done) return tl::unexpected(done.error());
    }
    std::stable_sort(out_.sendings.begin(), out_.sendings.end(),
                     [](const Sending& a, const Sending& b) { return a.at < b.at; });
    std::stable_sort(out_.close_calls.begin(), out_.close_calls.end(),
                     [](const CloseCall& a, const CloseCall& b) { return a.at < b.at; });
    return std::move(out_);
  }

 private:
  Result<void> schedule(const ReplayGroup& group) {
    Duration offset = evaluation_offset(group.file, group.name, group.interval, request_.form);
    offset += Duration(
        static_cast<std::int64_t>(request_.phase * static_cast<double>(group.interval.count())));
    Schedule schedule;
    schedule.interval = group.interval;
    schedule.first =
        first_evaluation(request_.rules_loaded, group.interval, offset % group.interval);
    if (schedule.first <= request_.until) {
      schedule.count =
          static_cast<std::size_t>((request_.until - schedule.first) / group.interval) + 1;
    }
    if (schedule.count > kMostEvaluations) {
      return usage_error(
          fmt::format("the group {} of {} would be evaluated {} times in {:.0f} s of wall time, "
                      "at most {} are possible",
                      group.name, group.file, schedule.count,
                      to_seconds(request_.until - schedule.first), kMostEvaluations),
          "give it a longer interval");
    }
    schedules_.push_back(schedule);
    const auto count = static_cast<std::int64_t>(schedule.count);
    out_.evaluations.push_back({group.file + ";" + group.name, count, count});
    return {};
  }

  Result<void> evaluate(const RuleTurn& turn) {
    const ReplayGroup& group = rules_.groups[turn.group];
    const ReplayRule& rule = group.rules[turn.rule];
    const Schedule& schedule = schedules_[turn.group];
    auto asked = vectors_.ask(rule, schedule,
                              group.query_offset + (turn.reads_ahead ? kOneTick : Duration()));
    if (!asked) return tl::unexpected(asked.error());
    if (!asked->failure.empty()) fail(asked->failure);
    std::move(asked->close_calls.begin(), asked->close_calls.end(),
              std::back_inserter(out_.close_calls));
    Recorded recorded;
    if (rule.read.records) {
      record(rule, schedule, asked->vectors, recorded);
    } else {
      alert(group, rule, schedule, asked->vectors, turn.is_read ? &recorded : nullptr);
    }
    return turn.is_read ? prometheus_.write(std::move(recorded).series()) : Result<void>();
  }

  using Vectors = std::vector<std::optional<std::vector<VectorSample>>>;

  void record(const ReplayRule& rule, const Schedule& schedule, const Vectors& vectors,
              Recorded& recorded) {
    for (std::size_t i = 0; i < schedule.count; ++i) {
      if (!vectors[i]) continue;
      recorded.begin(schedule.at(i));
      std::set<Labels> seen;
      std::vector<std::pair<Labels, double>> samples;
      bool doubled = false;
      for (const VectorSample& sample : *vectors[i]) {
        Labels labels = sample.labels;
        labels["__name__"] = rule.read.rule.name;
        for (const auto& [name, value] : rule.read.rule.labels) {
          if (value.empty()) {
            labels.erase(name);
          } else {
            labels[name] = value;
          }
        }
        doubled = doubled || !seen.insert(labels).second;
        samples.emplace_back(std::move(labels), sample.value);
      }
      if (doubled) {  // Prometheus stores nothing then
        fail(fmt::format("{}: two of its series would have the same labels", rule.read.rule.name));
        continue;
      }
      for (const auto& [labels, value] : samples) recorded.add(labels, value);
      recorded.end();
    }
  }

  void fail(std::string why) {
    if (std::find(out_.failures.begin(), out_.failures.end(), why) == out_.failures.end()) {
      out_.failures.push_back(std::move(why));
    }
  }

  void alert(const ReplayGroup& group, const ReplayRule& rule, const Schedule& schedule,
             const Vectors& vectors, Recorded* recorded) {
    ReplayedAlertingRule alerting({rule.read.rule.name, rule.hold, rule.keep_firing, group.interval,
                                   request_.resend_delay, group.limit, rule.labels,
                                   request_.external_labels});
    for (std::size_t i = 0; i < schedule.count; ++i) {
      if (!vectors[i]) continue;
      const Instant at = schedule.at(i);
      auto found = alerting.evaluate(at, *vectors[i]);
      if (!found) {
        fail(found.error().message);
        continue;
      }
      if (recorded != nullptr) recorded->begin(at);
      for (const ActiveAlert& active : found->active) {
        Labels told = active.labels;
        told.erase("alertstate");  // an alert on ALERTS has that one's, until its own stands there
        out_.alerts[told][tick_of(at)] = active.phase;
        if (recorded == nullptr) continue;
        Labels series = active.labels;
        series["__name__"] = "ALERTS_FOR_STATE";
        recorded->add(series, static_cast<double>(to_nanos(active.since) / 1'000'000'000));
        series["__name__"] = "ALERTS";
        series["alertstate"] = to_string(active.phase);
        recorded->add(series, 1);
      }
      if (recorded != nullptr) recorded->end();
      send(at, std::move(found->sent));
    }
  }

  void send(Instant at, std::vector<SentAlert> alerts) {
    if (alerts.empty()) return;
    for (SentAlert& alert : alerts) {
      alert.labels.insert(request_.external_labels.begin(), request_.external_labels.end());
      for (const std::string& label : request_.dropped_labels) alert.labels.erase(label);
    }
    out_.sendings.push_back({at + request_.late + kSending, std::move(alerts)});
  }

  const RecordedPrometheus& prometheus_;
  const ReplayRules& rules_;
  const std::vector<RuleTurn>& order_;
  const EvaluationRequest& request_;
  std::vector<Schedule> schedules_;  ///< by group
  RuleVectors vectors_;
  EvaluatedRules out_;
};

}  // namespace

Result<EvaluatedRules> evaluate_rules(const RecordedPrometheus& prometheus,
                                      const ReplayRules& rules, const std::vector<RuleTurn>& order,
                                      const EvaluationRequest& request) {
  return Evaluator(prometheus, rules, order, request).run();
}

}  // namespace misfire
