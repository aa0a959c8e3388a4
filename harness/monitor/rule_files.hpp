// The rule files that a prometheus.yml names, rewritten to stand beside it here; and what the judge
// and the budget need to know of their rules, each by what all of them record.
#pragma once

#include "monitor/label_sources.hpp"
#include "monitor/prometheus_jobs.hpp"
#include "monitor/prometheus_rules.hpp"
#include "monitor/render.hpp"
#include "monitor/sample_interval.hpp"

namespace misfire {

struct RuleFilesRewrite {
  const fs::path& config;  ///< the user's prometheus.yml
  double speed;
  ModelDuration filled;  ///< what the baseline fills
  int phase;
  RuleDefaults defaults;
  const ScrapeJobs& jobs;
  const LabelSources& labels;
  const MonitoringTrees* edited;  ///< in place of what the files say; null: nothing
  Errors& errors;
  RenderedPrometheus& out;
  struct Read {
    fs::path path;
    Position named_at;
    RuleFile file;
  };
  std::vector<Read> files = {};  ///< as far as they are read

  /// Gives `prometheus` the paths of the new files, and `out` the files and their rules.
  void operator()(YamlTree& prometheus);

 private:
  void mistake(const Position&, std::string message, std::string hint);
  void read(const fs::path&, const Position& named_at);
  void leave_recorded_ages();
  void put(Read&&, YamlTree& paths, std::vector<ReadRule>& all);
  std::string relative_to_config(const fs::path&) const;
  Checked<RuleFile> scaled(const fs::path&, const std::string& relative,
                           const Position& named_at) const;
  std::string name_of(const std::string& relative, const fs::path&) const;
  void resolve(std::vector<ReadRule>& all);
  void conclude(ReadRule&, const RecordedIntervals&);
  void long_window(const std::string& selector, ModelDuration window);
};

}  // namespace misfire
