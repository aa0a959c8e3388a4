#include "init/survey.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "balancer/haproxy/model.hpp"
#include "balancer/nginx/model.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {
namespace {

constexpr std::size_t kLargest = 1 << 20;  // bytes: the largest that people wrote is a tenth of it
constexpr int kMostFiles = 20'000;

/// Folders of tools, of other people's code, and of what misfire wrote.
const std::set<std::string> kNotTheirs = {"node_modules", "vendor",  "target",
                                          "build",        "dist",    "venv",
                                          "__pycache__",  "misfire", "reports"};

bool is_haproxy(const std::string& text, const std::string& file) {
  const auto model = parse_haproxy(text, file);
  if (!model) return false;
  return std::any_of(model->sections.begin(), model->sections.end(), [](const auto& section) {
    return section.has_servers() &&
           std::any_of(section.lines.begin(), section.lines.end(),
                       [](const HaproxyLine& line) { return line.keyword() == "server"; });
  });
}

/// The main file: what it includes is found by it.
bool is_nginx(const std::string& text, const std::string& file) {
  const auto model = parse_nginx(text, file);
  return model && model->last(nullptr, "http") != nullptr;
}

bool probes(const YamlTree& modules) {
  return modules.is_map() &&
         std::any_of(modules.entries.begin(), modules.entries.end(),
                     [](const auto& entry) { return entry.second.find("prober") != nullptr; });
}

bool has_rules(const YamlTree& groups) {
  return groups.is_sequence() &&
         std::any_of(groups.items.begin(), groups.items.end(),
                     [](const YamlTree& group) { return group.find("rules") != nullptr; });
}

std::optional<FoundKind> kind_of_yaml(const std::string& text, const std::string& file) {
  const auto tree = parse_yaml(text, file);
  if (!tree || !tree->is_map()) return {};
  if (tree->find("scrape_configs") != nullptr) return FoundKind::prometheus;
  if (tree->find("route") != nullptr && tree->find("receivers") != nullptr) {
    return FoundKind::alertmanager;
  }
  if (const auto* modules = tree->find("modules"); modules != nullptr && probes(*modules)) {
    return FoundKind::blackbox;
  }
  if (const auto* groups = tree->find("groups"); groups != nullptr && has_rules(*groups)) {
    return FoundKind::rules;
  }
  return {};
}

bool may_be_ours(const fs::path& file) {
  static const std::set<std::string> endings = {"",      ".cfg",   ".conf", ".yml",
                                                ".yaml", ".mtail", ".rules"};
  return endings.contains(file.extension().string());
}

}  // namespace

const char* to_string(FoundKind kind) {
  switch (kind) {
    case FoundKind::haproxy:
      return "HAProxy";
    case FoundKind::nginx:
      return "nginx";
    case FoundKind::prometheus:
      return "Prometheus";
    case FoundKind::rules:
      return "rules";
    case FoundKind::alertmanager:
      return "Alertmanager";
    case FoundKind::blackbox:
      return "blackbox exporter";
    case FoundKind::mtail:
      return "mtail";
  }
  return "?";
}

std::optional<FoundKind> kind_of(const std::string& text, const fs::path& name) {
  const std::string file = name.string(), ending = name.extension().string();
  if (ending == ".mtail") return FoundKind::mtail;
  if (ending == ".yml" || ending == ".yaml" || ending == ".rules") return kind_of_yaml(text, file);
  if (is_haproxy(text, file)) return FoundKind::haproxy;
  if (is_nginx(text, file)) return FoundKind::nginx;
  return {};
}

std::vector<const FoundFile*> Survey::all(FoundKind kind) const {
  std::vector<const FoundFile*> found;
  for (const FoundFile& file : files) {
    if (file.kind == kind) found.push_back(&file);
  }
  return found;
}

Result<Survey> survey(const fs::path& root) {
  std::error_code error;
  if (!fs::is_directory(root, error)) {
    return usage_error(fmt::format("{} is not a folder", root.string()));
  }
  Survey seen;
  fs::recursive_directory_iterator at(root, fs::directory_options::skip_permission_denied, error),
      end;
  for (; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    std::error_code ignored;
    if (at->is_directory(ignored)) {
      const bool hidden = name.starts_with('.');
      if (hidden || kNotTheirs.contains(name)) at.disable_recursion_pending();
      continue;
    }
    if (!may_be_ours(at->path()) || !at->is_regular_file(ignored)) continue;
    if (seen.looked_at == kMostFiles) {
      seen.whole = false;
      break;
    }
    auto text = read_file(at->path(), kLargest);
    if (!text || text->find('\0') != text->npos) continue;
    ++seen.looked_at;
    if (const auto kind = kind_of(*text, at->path())) {
      seen.files.push_back({*kind, at->path(), std::move(*text)});
    }
  }
  std::sort(seen.files.begin(), seen.files.end(),
            [](const FoundFile& a, const FoundFile& b) { return a.path < b.path; });
  return seen;
}

}  // namespace misfire
