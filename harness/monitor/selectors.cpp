#include "monitor/selectors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/nearest.hpp"
#include "monitor/prometheus_answer.hpp"
#include "monitor/promql_selector.hpp"
#include "scenario/matcher.hpp"

namespace misfire {
namespace {

constexpr std::size_t kAtOnce = 20;   // in one query, which must not grow beyond what URLs hold
constexpr std::size_t kValues = 5;    // of a label, told at most
constexpr std::size_t kLongest = 60;  // of a value

double seconds(Instant at) {
  return static_cast<double>(to_nanos(at) / 1'000'000) / 1000;
}

/// Series that are there now, or were there since `from`: `last_over_time` keeps the names, so that
/// no two series become one.
std::string counted(const std::string& selector, Instant from, Instant to) {
  const auto reach = std::chrono::ceil<std::chrono::milliseconds>(to - from);
  return fmt::format("count(last_over_time({}[{}ms]))", selector,
                     std::max<std::int64_t>(reach.count(), 1));
}

/// Which of the questions have an answer, by their place.
Result<std::set<std::size_t>> answered(const Endpoint& prometheus,
                                       const std::vector<std::string>& questions, Instant to,
                                       Duration limit) {
  std::set<std::size_t> all;
  for (std::size_t begin = 0; begin < questions.size(); begin += kAtOnce) {
    std::string query;
    for (std::size_t i = begin; i < std::min(begin + kAtOnce, questions.size()); ++i) {
      query += fmt::format(R"({}label_replace({}, "n", "{}", "", ""))", i == begin ? "" : " or ",
                           questions[i], i);
    }
    const auto answer = ask_prometheus(
        prometheus,
        fmt::format("/api/v1/query?query={}&time={:.3f}", url_encode(query), seconds(to)), limit);
    if (!answer) return tl::unexpected(answer.error());
    const auto numbers = label_numbers(*answer, "n");
    if (!numbers) return tl::unexpected(numbers.error());
    all.insert(numbers->begin(), numbers->end());
  }
  return all;
}

Result<std::vector<std::string>> values_of(const Endpoint& prometheus, const std::string& label,
                                           const std::string& selector, Instant from, Instant to,
                                           Duration limit) {
  std::string target = fmt::format("/api/v1/label/{}/values?start={:.3f}&end={:.3f}", label,
                                   seconds(from), seconds(to));
  if (!selector.empty()) target += "&match[]=" + url_encode(selector);
  const auto answer = ask_prometheus(prometheus, std::move(target), limit);
  if (!answer) return tl::unexpected(answer.error());
  return text_list(*answer);
}

struct Selector {
  std::string metric;  ///< "" where only matchers tell
  std::vector<Matcher> matchers;
};
/// Nothing but the metric where the matchers are not understood.
Selector parse(const std::string& selector) {
  Selector parsed;
  const std::size_t open = selector.find('{');
  parsed.metric = selector.substr(0, open);
  while (!parsed.metric.empty() && parsed.metric.back() == ' ') parsed.metric.pop_back();
  const std::size_t close = selector.rfind('}');
  if (open == std::string::npos || close == std::string::npos) return parsed;
  const auto matchers =
      parse_matchers(std::string_view(selector).substr(open + 1, close - open - 1));
  if (!matchers) return parsed;
  for (const Matcher& matcher : *matchers) {
    if (matcher.label == "__name__" && matcher.op == Matcher::Op::equal) {
      parsed.metric = matcher.value;
    } else if (matcher.label != "__name__") {
      parsed.matchers.push_back(matcher);
    }
  }
  return parsed;
}

}  // namespace

Result<std::vector<std::string>> without_series(const Endpoint& prometheus,
                                                const std::vector<std::string>& selectors,
                                                Instant from, Instant to, Duration limit) {
  std::vector<std::string> questions;
  questions.reserve(selectors.size());
  for (const std::string& selector : selectors) questions.push_back(counted(selector, from, to));
  const auto there = answered(prometheus, questions, to, limit);
  if (!there) return tl::unexpected(there.error());
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < selectors.size(); ++i) {
    if (!there->contains(i)) missing.push_back(selectors[i]);
  }
  return missing;
}

Result<NoSeries> what_is_there(const Endpoint& prometheus, const std::string& selector,
                               Instant from, Instant to, Duration limit) {
  const Selector parsed = parse(selector);
  NoSeries fact;
  fact.selector = selector;
  fact.metric = parsed.metric;
  if (parsed.metric.empty()) return fact;
  const auto names = values_of(prometheus, "__name__", "", from, to, limit);
  if (!names) return tl::unexpected(names.error());
  fact.scraped = std::find(names->begin(), names->end(), parsed.metric) != names->end();
  if (!fact.scraped) {
    fact.nearest = nearest(parsed.metric, *names).value_or("");
    return fact;
  }
  std::vector<std::string> questions;
  for (const Matcher& m : parsed.matchers) {
    questions.push_back(counted(fmt::format("{}{{{}}}", parsed.metric, to_string(m)), from, to));
  }
  const auto there = answered(prometheus, questions, to, limit);
  if (!there) return tl::unexpected(there.error());
  for (std::size_t i = 0; i < parsed.matchers.size(); ++i) {
    if (there->contains(i)) continue;
    const Matcher& matcher = parsed.matchers[i];
    fact.missing = to_string(matcher);
    if (!is_plain_label(matcher.label)) break;
    auto values = values_of(prometheus, matcher.label, parsed.metric, from, to, limit);
    if (!values) return tl::unexpected(values.error());
    for (std::string& value : *values) {
      if (fact.there.size() == kValues) break;
      fact.there.push_back(value.substr(0, kLongest));
    }
    break;
  }
  return fact;
}

Result<std::vector<NoSeries>> missing_series(const Endpoint& prometheus,
                                             const std::vector<AlertRule>& rules, Instant from,
                                             Instant to, Duration limit) {
  std::set<std::string> needed;
  for (const AlertRule& rule : rules) {
    for (const auto& group : rule.needs) needed.insert(group.begin(), group.end());
  }
  const auto missing = without_series(prometheus, {needed.begin(), needed.end()}, from, to, limit);
  if (!missing) return tl::unexpected(missing.error());
  std::vector<NoSeries> facts;
  for (const std::string& selector : *missing) {
    auto fact = what_is_there(prometheus, selector, from, to, limit);
    if (!fact) return tl::unexpected(fact.error());
    facts.push_back(std::move(*fact));
  }
  return facts;
}

}  // namespace misfire
