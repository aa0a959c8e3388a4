#include "judge/silent.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "judge/words.hpp"
#include "scenario/matcher.hpp"

namespace misfire {
namespace {

const NoSeries* find(const std::vector<NoSeries>& missing, const std::string& selector) {
  const auto found = std::find_if(missing.begin(), missing.end(),
                                  [&](const NoSeries& one) { return one.selector == selector; });
  return found == missing.end() ? nullptr : &*found;
}

/// The first group of which nothing was there, by its first selector.
const NoSeries* first_gap(const AlertRule& rule, const std::vector<NoSeries>& missing) {
  for (const auto& group : rule.needs) {
    const bool gap = !group.empty() && std::all_of(group.begin(), group.end(), [&](const auto& s) {
      return find(missing, s) != nullptr;
    });
    if (gap) return find(missing, group.front());
  }
  return nullptr;
}

/// Whether the selector is about a job that the stack leaves out: by its name, or because it names
/// no job and its metric is not known.
std::string left_out_job(const MonitoringFacts& facts, const NoSeries& gap) {
  const std::size_t open = gap.selector.find('{'), close = gap.selector.rfind('}');
  bool names_a_job = false;
  if (open != std::string::npos && close != std::string::npos) {
    const auto matchers =
        parse_matchers(std::string_view(gap.selector).substr(open + 1, close - open - 1));
    if (!matchers) return {};
    for (const Matcher& matcher : *matchers) {
      if (matcher.label != "job") continue;
      names_a_job = true;
      for (const std::string& job : facts.left_out_jobs) {
        if (matcher.matches({{"job", job}})) return job;
      }
    }
  }
  const bool unknown = !names_a_job && !gap.scraped && !facts.left_out_jobs.empty();
  return unknown ? facts.left_out_jobs.front() : "";
}

std::string what_there_was(const NoSeries& gap) {
  if (gap.metric.empty()) return fmt::format("nothing matched {}", ticked(gap.selector));
  const std::string metric = ticked(gap.metric);
  if (!gap.scraped) {
    return fmt::format("there was no metric {}{}", metric,
                       gap.nearest.empty() ? "" : "; the nearest name is " + ticked(gap.nearest));
  }
  if (gap.missing.empty()) return fmt::format("no series matched {}", ticked(gap.selector));
  if (gap.there.empty()) {
    return fmt::format("no series of {} has {}: none has this label", metric, ticked(gap.missing));
  }
  std::string values;
  for (const std::string& value : gap.there) {
    values += fmt::format("{}\"{}\"", values.empty() ? "" : ", ", value);
  }
  return fmt::format("no series of {} had {}; there was {}", metric, ticked(gap.missing), values);
}

}  // namespace

std::vector<SilentAlert> silent_alerts(const MonitoringFacts& facts,
                                       const std::vector<NoSeries>& missing) {
  std::vector<SilentAlert> silent;
  if (missing.empty()) return silent;
  for (const AlertRule& rule : facts.rules) {
    const NoSeries* gap = first_gap(rule, missing);
    if (gap == nullptr) continue;
    const std::string job = left_out_job(facts, *gap);
    // A metric that is there may get such a label yet, with the first error for example.
    const bool may_come = gap->metric.empty() || gap->scraped || !job.empty();
    std::string text =
        fmt::format("{} {}: {}", ticked(rule.name),
                    may_come ? "had nothing to go by" : "cannot fire", what_there_was(*gap));
    if (!job.empty()) text += fmt::format(" (the job {} is left out here)", ticked(job));
    silent.push_back({rule.name, rule.file, rule.where.line, gap->selector, job, gap->scraped,
                      gap->nearest, std::move(text)});
  }
  return silent;
}

}  // namespace misfire
