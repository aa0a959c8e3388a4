// index.html: the runs of many nights on one page. Pure; made of report.json texts alone, so that
// the runs need not be judged again.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace misfire {

/// What a night's page needs of one run.
struct NightRun {
  std::string folder;  ///< relative to the index: where its report.html is
  std::string when;    ///< "2026-11-24 01:02": UTC
  std::string name;    ///< the scenario, with its system where it runs on several
  std::string verdict, reason;
  double wall_s = 0;
  struct Told {
    std::string alert, team;
    std::optional<double> after_s, within_s;
  };
  std::vector<Told> told;  ///< the alerts that were expected
  struct Gap {
    std::string ticket, until, state;
  };
  std::vector<Gap> gaps;
  std::string day() const { return when.substr(0, 10); }
};

/// Nothing for what is no report.json. `folder`: "20261124T010203Z-feb-18-weight-skew-1a2b3c4d",
/// whose beginning tells when.
std::optional<NightRun> night_run(const std::string& folder, const std::string& report_json);

/// In order of time; the newest night is told first.
std::string index_page(std::vector<NightRun>);

}  // namespace misfire
