// Figures and names as sentences show them. Shared by the judge's explanations and the reports.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace misfire {

/// 0.3021 → "30.2 %"; close to all or nothing it keeps two digits, so that 99.96 % is not 100 %.
std::string percent(double ratio);
/// 12345 → "12,345".
std::string grouped(std::int64_t);
/// "1 login failed", "2 logins failed": picks the noun's form.
std::string counted(std::int64_t n, const std::string& one, const std::string& many);
/// A name in backquotes.
std::string ticked(const std::string& name);
/// {"a", "b", "c"} → "`a`, `b` and `c`".
std::string ticked_list(const std::vector<std::string>& names);
/// The model time between two instants of a run, for people: "2 min 10 s".
std::string span_text(Instant from, Instant to, double speed);

}  // namespace misfire
