// One run of a suite, as suite.json tells it.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace misfire {

struct SuiteRow {
  std::string scenario, title, system, verdict;
  std::string page;  ///< relative to the suite's folder; "" of what did not run
  std::vector<std::string> reasons;
  std::optional<double> failed_ratio;  ///< of the logins while the fault lasted
  struct Told {
    std::string alert, team;
    std::optional<double> after_s, within_s;
    bool met = false;
  };
  std::vector<Told> told;  ///< the alerts that were expected
  std::size_t tries = 1;
};

/// What failed comes first, then what proves nothing; else the suite's order.
std::vector<SuiteRow> suite_rows(const std::string& suite_json);

}  // namespace misfire
