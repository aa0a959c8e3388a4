#include "replay/rule_vectors.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "monitor/promql_selector.hpp"
#include "replay/without_newest.hpp"
#include "scenario/matcher.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kOneTick = 1ms;
constexpr Duration kAround = 60s;  // scrapes before the first evaluation count, too

std::int64_t span_ms(Duration span) {
  return std::chrono::ceil<std::chrono::milliseconds>(span).count();
}

std::string selector_of(const std::vector<Matcher>& matchers) {
  std::string text;
  for (const Matcher& matcher : matchers) text += (text.empty() ? "" : ",") + to_string(matcher);
  return "{" + text + "}";
}

std::set<Labels> labels_of(const std::vector<VectorSample>& vector) {
  std::set<Labels> all;
  for (const VectorSample& sample : vector) all.insert(sample.labels);
  return all;
}

/// Spans are rounded up to these, so that one question serves many evaluations.
Duration rounded_up(Duration by) {
  Duration step = 8ms;
  while (step < by) step *= 2;
  return step;
}

/// Asks one expression, changed to hide what is newest, for one evaluation or for all of them.
class Hiding {
 public:
  Hiding(const RecordedPrometheus& prometheus, const std::string& promql, const Schedule& schedule,
         Duration ago)
      : prometheus_(prometheus), promql_(promql), schedule_(schedule), ago_(ago) {}

  Result<std::vector<VectorSample>> once(std::size_t i, Duration by,
                                         const std::set<std::string>& metrics) const {
    const Instant at = schedule_.at(i) - ago_;
    if (by <= Duration()) return prometheus_.query(promql_, at);
    const auto edited = edit(by, metrics);
    return edited ? prometheus_.query(*edited, at) : prometheus_.query(promql_, at - by);
  }

  /// For all evaluations; nothing where it cannot be asked so.
  Result<const std::vector<std::vector<VectorSample>>*> all(Duration by,
                                                            const std::set<std::string>& metrics) {
    const auto key = std::make_pair(by, metrics);
    const auto known = known_.find(key);
    if (known != known_.end()) return &known->second;
    const auto edited = edit(by, metrics);
    if (!edited) return nullptr;
    const Instant first = tick_of(schedule_.first - ago_);
    const auto series =
        prometheus_.query_range(*edited, first, schedule_.interval, schedule_.count);
    if (!series) return tl::unexpected(series.error());
    auto& vectors = known_[key];
    vectors.resize(schedule_.count);
    for (const RangeSeries& one : *series) {
      for (const auto& [at, value] : one.values) {
        const auto i = static_cast<std::size_t>((at - first.time_since_epoch() / 1ms) /
                                                (schedule_.interval / 1ms));
        if (i < vectors.size()) vectors[i].push_back({one.labels, value});
      }
    }
    return &vectors;
  }

 private:
  std::optional<std::string> edit(Duration by, const std::set<std::string>& metrics) const {
    return without_newest(promql_, by,
                          [&](const std::string& metric) { return metrics.count(metric) > 0; });
  }

  const RecordedPrometheus& prometheus_;
  const std::string& promql_;
  const Schedule& schedule_;
  Duration ago_;
  std::map<std::pair<Duration, std::set<std::string>>, std::vector<std::vector<VectorSample>>>
      known_;
};

}  // namespace

Instant tick_of(Instant at) {
  return std::chrono::floor<std::chrono::milliseconds>(at);
}

Result<void> RuleVectors::read_scrapes() {
  const auto durations =
      prometheus_.samples("scrape_duration_seconds", facts_.to - facts_.from + kAround, facts_.to);
  if (!durations) return tl::unexpected(durations.error());
  scrapes_ = Scrapes(*durations);
  return {};
}

Result<RuleVectors::Answer> RuleVectors::ask(const ReplayRule& rule, const Schedule& schedule,
                                             Duration ago) {
  Answer answer;
  const std::string& promql = rule.read.scaled.text;
  // start() and end() are the evaluation itself; of a range they would be its ends.
  const bool one_by_one = promql.find('@') != std::string::npos;
  auto all = one_by_one ? environment_error("") : ask_all(promql, schedule, ago);
  if (all) {
    answer.vectors = std::move(*all);
  } else {
    // One evaluation that fails fails a whole range.
    std::string why;
    std::size_t failed = 0;
    answer.vectors.resize(schedule.count);
    for (std::size_t i = 0; i < schedule.count; ++i) {
      auto vector = prometheus_.query(promql, schedule.at(i) - ago);
      if (vector) {
        answer.vectors[i] = std::move(*vector);
      } else {
        ++failed;
        why = vector.error().message;
      }
    }
    if (failed > 0) {
      answer.failure = fmt::format("{} ({} of {} evaluations): {}", rule.read.rule.name, failed,
                                   schedule.count, why);
    }
  }
  if (ago >= 1s) return answer;  // older samples were all there
  if (auto done = hide(rule, schedule, ago, answer); !done) return tl::unexpected(done.error());
  return answer;
}

Result<RuleVectors::Vectors> RuleVectors::ask_all(const std::string& promql,
                                                  const Schedule& schedule, Duration ago) {
  Hiding plain(prometheus_, promql, schedule, ago);
  const auto asked = plain.all(Duration(), {});
  if (!asked) return tl::unexpected(asked.error());
  Vectors vectors;
  for (const auto& vector : **asked) vectors.emplace_back(vector);
  return vectors;
}

/// The evaluations that met a scrape of what the rule reads.
Result<std::vector<RuleVectors::Met>> RuleVectors::met(const ReplayRule& rule,
                                                       const Schedule& schedule) {
  std::vector<Met> found;
  const auto scraped = scraped_selectors(rule.read.scaled);
  for (std::size_t i = 0; i < schedule.count; ++i) {
    const auto under_way = scrapes_.at(schedule.at(i), facts_.late);
    if (under_way.empty()) continue;
    Met hidden{i, true, false, {}, {}, {}}, close{i, false, true, {}, {}, {}};
    bool any_hidden = false, any_close = false;
    const auto take = [](Met& met, bool& any, const std::string& metric,
                         const Scrapes::UnderWay& scrape) {
      met.since = any ? std::min(met.since, scrape.began) : scrape.began;
      met.metrics.insert(metric);
      met.targets.insert(scrape.target);
      any = true;
    };
    for (const auto& [metric, selector] : scraped) {
      const auto targets = targets_of(selector);
      if (!targets) return tl::unexpected(targets.error());
      for (const Scrapes::UnderWay& scrape : under_way) {
        if ((*targets)->count(scrape.target) == 0) continue;
        if (scrape.hidden) take(hidden, any_hidden, metric, scrape);
        if (scrape.close) take(close, any_close, metric, scrape);
      }
    }
    hidden.close = any_close;
    if (any_hidden) {
      found.push_back(std::move(hidden));
    } else if (any_close) {
      found.push_back(std::move(close));
    }
  }
  return found;
}

Result<void> RuleVectors::hide(const ReplayRule& rule, const Schedule& schedule, Duration ago,
                               Answer& answer) {
  const auto all = met(rule, schedule);
  if (!all) return tl::unexpected(all.error());
  Hiding hiding(prometheus_, rule.read.scaled.text, schedule, ago);
  for (const Met& one : *all) {
    auto& vector = answer.vectors[one.evaluation];
    if (!vector) continue;
    const Instant at = schedule.at(one.evaluation);
    const Duration by = tick_of(at - ago) - tick_of(one.since) + kOneTick;
    const Duration wide = rounded_up(by);
    std::optional<std::vector<VectorSample>> without;
    // A wider span must not hide another scrape as well.
    if (by > Duration() && !scrapes_.began_between(one.targets, at - ago - wide, one.since)) {
      const auto asked = hiding.all(wide, one.metrics);
      if (!asked) return tl::unexpected(asked.error());
      if (*asked != nullptr) without = (**asked)[one.evaluation];
    }
    if (!without) {
      auto asked = hiding.once(one.evaluation, by, one.metrics);
      if (!asked) return tl::unexpected(asked.error());
      without = std::move(*asked);
    }
    if (one.close && labels_of(*without) != labels_of(*vector)) {
      answer.close_calls.push_back(
          {at, Duration(),
           fmt::format("{} was evaluated just when a scrape ended, which decides whether it finds "
                       "something",
                       rule.read.rule.name)});
    }
    if (one.hidden) vector = std::move(without);
  }
  return {};
}

/// What an expression reads of what was scraped, by metric: all series of one that it names; of a
/// selector that names none, those that no rule makes.
std::vector<std::pair<std::string, std::string>> RuleVectors::scraped_selectors(
    const ScaledPromql& scaled) const {
  std::vector<std::pair<std::string, std::string>> all;
  for (const ScaledPromql::Selector& selector : scaled.selectors) {
    std::string metric = metric_named(selector.text);
    if (facts_.made.count(metric) > 0) continue;
    std::string asked = selector_of({{"__name__", Matcher::Op::equal, metric}});
    if (metric.empty()) {
      std::vector<Matcher> matchers = matchers_of_selector(selector.text);
      std::erase_if(matchers, [](const Matcher& one) { return !is_plain_label(one.label); });
      matchers.push_back({"__name__", Matcher::Op::not_equal, ""});
      for (const std::string& made : facts_.made) {
        if (may_match(matchers, {{"__name__", made}})) {
          matchers.push_back({"__name__", Matcher::Op::not_equal, made});
        }
      }
      asked = selector_of(matchers);
    }
    if (std::find(all.begin(), all.end(), std::pair(metric, asked)) == all.end()) {
      all.emplace_back(std::move(metric), std::move(asked));
    }
  }
  return all;
}

/// The targets that a selector's series were scraped from.
Result<const std::set<TargetLabels>*> RuleVectors::targets_of(const std::string& selector) {
  const auto known = targets_.find(selector);
  if (known != targets_.end()) return &known->second;
  const auto found =
      prometheus_.query(fmt::format("count by (job, instance) (last_over_time({}[{}ms]))", selector,
                                    span_ms(facts_.to - facts_.from + kAround)),
                        facts_.to);
  if (!found) return tl::unexpected(found.error());
  auto& targets = targets_[selector];
  for (const VectorSample& sample : *found) {
    Labels labels = sample.labels;
    targets.insert({labels["job"], labels["instance"]});
  }
  return &targets;
}

}  // namespace misfire
