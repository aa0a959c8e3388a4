#include "run/earlier_suite.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "report/saved_suite.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

constexpr std::size_t kLargest = 1u << 30;  // a thousand runs of many scenarios

}  // namespace

Checked<EarlierSuite> read_earlier_suite(const fs::path& file) {
  const auto text = read_user_file(file, {}, kLargest);
  if (!text) return tl::unexpected(Errors{text.error()});
  auto runs = saved_suite(*text, file.string());
  if (!runs) return tl::unexpected(runs.error());
  return EarlierSuite{file.string(), std::move(*runs)};
}

Result<void> check_has_any(const EarlierSuite& earlier, const std::vector<std::string>& scenarios) {
  std::set<std::string> there;
  for (const RunFigures& run : earlier.runs) there.insert(run.scenario);
  if (std::any_of(scenarios.begin(), scenarios.end(),
                  [&](const std::string& name) { return there.contains(name); })) {
    return {};
  }
  return usage_error(fmt::format("it has no run of {}", fmt::join(scenarios, ", ")),
                     there.empty() ? "" : fmt::format("its runs are of {}", fmt::join(there, ", ")),
                     Position{earlier.file, 0, 0});
}

}  // namespace misfire
