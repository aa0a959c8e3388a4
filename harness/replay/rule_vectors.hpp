// What a rule's expression gave at each of its evaluations: asked of Prometheus for all of them at
// once, and for those that fell into a scrape once more without it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "replay/alertmanager_model.hpp"
#include "replay/recorded_prometheus.hpp"
#include "replay/rules.hpp"
#include "replay/scrapes.hpp"

namespace misfire {

/// When a group is evaluated.
struct Schedule {
  Instant first;
  Duration interval{};
  std::size_t count = 0;
  Instant at(std::size_t i) const { return first + static_cast<std::int64_t>(i) * interval; }
};

/// As Prometheus stores times: whole milliseconds.
Instant tick_of(Instant);

class RuleVectors {
 public:
  struct Facts {
    std::set<std::string> made;  ///< metrics that rules make, which are never scraped
    Instant from, to;            ///< evaluations lie between them
    Duration late{};             ///< by so much they begin after they are due
  };
  RuleVectors(const RecordedPrometheus& prometheus, Facts facts)
      : prometheus_(prometheus), facts_(std::move(facts)) {}
  Result<void> read_scrapes();

  struct Answer {
    /// By evaluation; nothing where the expression fails.
    std::vector<std::optional<std::vector<VectorSample>>> vectors;
    std::string failure;  ///< how often it fails, and why
    std::vector<CloseCall> close_calls;
  };
  /// `ago`: for so long ago the expression is asked.
  Result<Answer> ask(const ReplayRule&, const Schedule&, Duration ago);

 private:
  using Vectors = std::vector<std::optional<std::vector<VectorSample>>>;
  /// An evaluation that met a scrape, and what it did not see.
  struct Met {
    std::size_t evaluation;
    bool hidden = false, close = false;
    Instant since;  ///< the first scrape that is hidden, or could be, began then
    std::set<std::string> metrics;
    std::set<TargetLabels> targets;
  };

  Result<Vectors> ask_all(const std::string& promql, const Schedule&, Duration ago);
  Result<std::vector<Met>> met(const ReplayRule&, const Schedule&);
  Result<void> hide(const ReplayRule&, const Schedule&, Duration ago, Answer&);
  Result<const std::set<TargetLabels>*> targets_of(const std::string& selector);
  std::vector<std::pair<std::string, std::string>> scraped_selectors(const ScaledPromql&) const;

  const RecordedPrometheus& prometheus_;
  Facts facts_;
  Scrapes scrapes_;
  std::map<std::string, std::set<TargetLabels>> targets_;  ///< by selector
};

}  // namespace misfire
