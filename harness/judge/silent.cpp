#include "judge/silent.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "judge/words.hpp"

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
    // A metric that is there may get such a label yet, with the first error for example.
    const char* could =
        gap->metric.empty() || gap->scraped ? "had nothing to go by" : "cannot fire";
    silent.push_back({rule.name, rule.file, rule.where.line, gap->selector, gap->scraped,
                      gap->nearest,
                      fmt::format("{} {}: {}", ticked(rule.name), could, what_there_was(*gap))});
  }
  return silent;
}

}  // namespace misfire
