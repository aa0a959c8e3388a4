#include "monitor/rule_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/glob.hpp"
#include "monitor/carried_labels.hpp"
#include "monitor/nearest_on_disk.hpp"
#include "monitor/promql_selector.hpp"
#include "monitor/recorded_needs.hpp"
#include "monitor/rule_series.hpp"

namespace misfire {
namespace {

bool made_by_rules(const std::string& selector, const RecordedIntervals& recorded) {
  const std::string metric = metric_named(selector);
  return comes_with_rules(metric) || recorded.contains(metric);
}

}  // namespace

void RuleFilesRewrite::operator()(YamlTree& tree) {
  YamlTree paths = YamlTree::sequence();
  std::vector<ReadRule> all;
  std::set<fs::path> seen;
  std::vector<const YamlTree*> without_match;
  const YamlTree* patterns = tree.find("rule_files");
  const YamlTree none;
  for (const YamlTree& pattern : (patterns ? *patterns : none).items) {
    if (!pattern.is_scalar() || pattern.text.empty()) {
      mistake(pattern.where(), "rule_files holds paths or patterns", "for example rules/*.yml");
      continue;
    }
    fs::path path = pattern.text;
    if (path.is_relative()) path = config.parent_path() / path;
    const auto found = files_meant(config.parent_path(), pattern.text);
    if (auto choice = choice_of_files(config.parent_path(), pattern.text); !choice.empty()) {
      out.changes.push_back("rule_files: " + std::move(choice));
    }
    if (auto hidden = hidden_files(config.parent_path(), pattern.text, pattern.where())) {
      errors.push_back(std::move(*hidden));
    } else if (found.empty() && is_pattern(pattern.text)) {
      without_match.push_back(&pattern);
      out.limits.push_back(
          fmt::format("{}: no rule file matches {}", to_string(pattern.where()), pattern.text));
    } else if (found.empty()) {
      mistake(pattern.where(), fmt::format("there is no rule file {}", path.string()),
              nearest_on_disk(path));
    }
    for (const fs::path& one : found) {
      std::error_code error;
      const fs::path real = fs::weakly_canonical(one, error);
      if (seen.insert(error ? one : real).second) {
        read(one, pattern.where());
      }
    }
  }
  if (seen.empty()) {  // one empty folder of several is usual; no rule at all is a slip
    for (const YamlTree* pattern : without_match) {
      mistake(pattern->where(),
              fmt::format("no rule file matches {}, and there is no other: nobody could be paged",
                          pattern->text),
              nearest_on_disk(config.parent_path() / pattern->text));
    }
  }
  leave_recorded_ages();
  for (Read& one : files) put(std::move(one), paths, all);
  tree.set("rule_files", std::move(paths));
  resolve(all);
  const RecordedIntervals recorded = recorded_intervals(all);
  for (ReadRule& read : all) conclude(read, recorded);
}

/// What rules have of each other.
void RuleFilesRewrite::resolve(std::vector<ReadRule>& all) {
  std::vector<const ReadRule*> views;
  views.reserve(all.size());
  for (const ReadRule& read : all) views.push_back(&read);
  const auto depend = rule_dependencies(views);
  if (!depend) return errors.push_back(depend.error());
  resolve_recordings(all, *depend, filled);
  resolve_needs(all);
  add_carried_labels(all, *depend, labels);
}

void RuleFilesRewrite::mistake(const Position& where, std::string message, std::string hint) {
  errors.push_back({ErrorCode::usage, std::move(message), std::move(hint), where});
}

void RuleFilesRewrite::read(const fs::path& path, const Position& named_at) {
  auto file = scaled(path, relative_to_config(path), named_at);
  if (file) {
    files.push_back({path, named_at, std::move(*file)});
  } else {
    errors.insert(errors.end(), file.error().begin(), file.error().end());
  }
}

void RuleFilesRewrite::leave_recorded_ages() {
  for (const Read& one : files) add_recorded_ages(one.file, defaults.recorded);
  if (speed == 1 || defaults.recorded.empty()) return;
  const std::vector<Read> before = std::exchange(files, {});
  for (const Read& one : before) read(one.path, one.named_at);
}

void RuleFilesRewrite::put(Read&& one, YamlTree& paths, std::vector<ReadRule>& all) {
  RuleFile& file = one.file;
  const std::string name = name_of(relative_to_config(one.path), one.path);
  out.files[name] = emit_yaml(file.scaled);
  out.origins[name] = origin_of(file.scaled, out.files[name], one.path.string());
  paths.items.push_back(YamlTree::string(name));
  out.limits.insert(out.limits.end(), file.limits.begin(), file.limits.end());
  std::move(file.rules.begin(), file.rules.end(), std::back_inserter(all));
}

std::string RuleFilesRewrite::relative_to_config(const fs::path& path) const {
  const fs::path folder = config.parent_path().empty() ? fs::path(".") : config.parent_path();
  return path.lexically_relative(folder).generic_string();
}

Checked<RuleFile> RuleFilesRewrite::scaled(const fs::path& path, const std::string& relative,
                                           const Position& named_at) const {
  const auto* other = edited != nullptr ? edited->rule_file(path) : nullptr;
  if (other == nullptr) return scale_rules(path, relative, speed, defaults, named_at);
  auto read = scale_rules(other->tree, other->text, relative, speed, defaults);
  if (read) read->limits.insert(read->limits.end(), other->limits.begin(), other->limits.end());
  return read;
}

// Always below one folder, the same in every run: the path decides the evaluation's phase.
std::string RuleFilesRewrite::name_of(const std::string& relative, const fs::path& path) const {
  std::string name = relative.substr(0, 2) == ".." ? path.filename().string() : relative;
  if (name.substr(0, 6) == "rules/") name.erase(0, 6);
  const std::string folder = phase == 0 ? "rules" : fmt::format("rules-{}", phase);
  std::string candidate = folder + "/" + name;
  for (int n = 2; out.files.count(candidate) > 0; ++n) {
    candidate = fmt::format("{}/{}-{}", folder, n, name);
  }
  return candidate;
}

void RuleFilesRewrite::conclude(ReadRule& read, const RecordedIntervals& recorded) {
  AlertRule& rule = read.rule;
  for (const ScaledPromql::Selector& selector : read.scaled.selectors) {
    if (selector.reach > filled && !made_by_rules(selector.text, recorded)) {
      long_window(selector.text, selector.reach);
    }
  }
  if (read.records) return;
  for (RangeUse& use : rule.ranges) use.samples = sample_interval(use.selector, jobs, recorded);
  if (speed != 1 && rule.compressible != Compressible::yes) {
    out.limits.push_back(fmt::format(
        "{} ({}:{}) {}: {}", rule.name, rule.file, rule.where.line,
        rule.compressible == Compressible::no ? "does not scale" : "scales with care", rule.why));
  }
  if (!rule.window_filled) {
    out.limits.push_back(
        fmt::format("{} ({}:{}) looks back at series that rules make: their past cannot be filled",
                    rule.name, rule.file, rule.where.line));
  }
  out.rules.push_back(rule);
}

void RuleFilesRewrite::long_window(const std::string& selector, ModelDuration window) {
  for (auto& known : out.long_windows) {
    if (known.selector != selector) continue;
    known.window = std::max(known.window, window);
    return;
  }
  out.long_windows.push_back({selector, window});
}

}  // namespace misfire
