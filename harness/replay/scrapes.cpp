#include "replay/scrapes.hpp"

#include <algorithm>

namespace misfire {
namespace {

// What a timer and a commit to the storage take on a machine that is not idle.
constexpr Duration kClose = std::chrono::milliseconds(20);

std::string label_of(const Labels& labels, const char* name) {
  const auto found = labels.find(name);
  return found == labels.end() ? std::string() : found->second;
}

}  // namespace

Scrapes::Scrapes(const std::vector<RangeSeries>& durations) {
  for (const RangeSeries& series : durations) {
    Target target{{label_of(series.labels, "job"), label_of(series.labels, "instance")}, {}};
    for (const auto& [at, seconds] : series.values) {
      const Instant began{std::chrono::milliseconds(at)};
      target.scrapes.push_back({began, began + from_seconds(std::clamp(seconds, 0.0, 3600.0))});
    }
    targets_.push_back(std::move(target));
  }
}

std::vector<Scrapes::UnderWay> Scrapes::at(Instant due, Duration late) const {
  std::vector<UnderWay> found;
  const Instant began = due + late;
  for (const Target& target : targets_) {
    const auto next =
        std::upper_bound(target.scrapes.begin(), target.scrapes.end(), due,
                         [](Instant at, const Scrape& scrape) { return at < scrape.began; });
    if (next == target.scrapes.begin()) continue;
    const Scrape& last = *std::prev(next);
    const bool hidden = last.ended > began;
    const bool close = last.ended >= began - kClose && last.ended <= began + kClose;
    if (hidden || close) found.push_back({target.labels, last.began, hidden, close});
  }
  return found;
}

bool Scrapes::began_between(const std::set<TargetLabels>& wanted, Instant from, Instant to) const {
  return std::any_of(targets_.begin(), targets_.end(), [&](const Target& target) {
    return wanted.count(target.labels) > 0 &&
           std::any_of(target.scrapes.begin(), target.scrapes.end(), [&](const Scrape& scrape) {
             return scrape.began > from && scrape.began < to;
           });
  });
}

}  // namespace misfire
