#include "init/rules_read.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/glob.hpp"

namespace misfire {
namespace {

constexpr ModelDuration kMinute{std::chrono::minutes(1)};  // Prometheus's default

}  // namespace

std::vector<ReadRule> read_rules(const YamlTree& prometheus, const fs::path& file,
                                 const Survey& survey, const fs::path& root,
                                 std::vector<std::string>& check) {
  std::vector<ReadRule> rules;
  const YamlTree* patterns = prometheus.find("rule_files");
  const YamlTree none;
  std::vector<std::string> without;
  // A link of init's own is what it leads to.
  const auto shown = [&](const fs::path& path) {
    std::error_code error;
    const fs::path real = fs::weakly_canonical(path, error);
    return short_name(survey.final_path(error ? path : real, root), root);
  };
  for (const YamlTree& pattern : (patterns != nullptr ? *patterns : none).items) {
    const auto files = files_meant(file.parent_path(), pattern.text);
    if (files.empty()) without.push_back(pattern.text);
    for (const fs::path& one : files) {
      auto read = scale_rules(one, shown(one), 1, {kMinute, {}});
      if (!read) {
        check.push_back(
            fmt::format("{} cannot be read: {}", shown(one), read.error().front().message));
        continue;
      }
      for (ReadRule& rule : read->rules) rules.push_back(std::move(rule));
    }
  }
  if (without.empty()) return rules;
  std::vector<std::string> found;
  for (const FoundFile* one : survey.all(FoundKind::rules)) found.push_back(shown(one->path));
  check.push_back(fmt::format(
      "rule_files of {} names {}, which is not here{}", shown(file), fmt::join(without, ", "),
      found.empty()
          ? ""
          : fmt::format(" ({} is; a path there is relative to the file)", fmt::join(found, ", "))));
  return rules;
}

}  // namespace misfire
