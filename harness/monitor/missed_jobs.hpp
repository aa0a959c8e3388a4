// Alerts that fire because nobody scrapes a job here: absent(up{job="postgres"}). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace misfire {

struct MissedJob {
  std::string call;  ///< "absent(pg_up)"
  std::string job;   ///< which alone could have what it looks for
};

/// The absent() or absent_over_time() that gives the expression a result whatever else there is,
/// because only a job that is `left_out` could have its series. None where it cannot be told: a
/// selector that names no job tells its exporter by the well-known names of its metrics only.
std::optional<MissedJob> missed_job(std::string_view expression,
                                    const std::vector<std::string>& left_out,
                                    const std::vector<std::string>& kept);

}  // namespace misfire
