#include "replay/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/duration.hpp"
#include "base/interrupt.hpp"

namespace misfire {
namespace {

/// A duration that scale_rules has approved of and scaled.
Duration wall_at(const YamlTree& map, std::string_view key) {
  const auto parsed = parse_duration(map.get(key, "0"));
  return parsed ? Duration(parsed->value) : Duration();
}

class ReadRuleFile {
 public:
  ReadRuleFile(RuleFile& file, std::string name, ReplayRules& out, Errors& errors)
      : file_(file), name_(std::move(name)), out_(out), errors_(errors) {}

  void run() {
    const YamlTree* groups = file_.scaled.find("groups");
    if (groups == nullptr) return;
    for (const YamlTree& group : groups->items) read(group);
  }

 private:
  void read(const YamlTree& tree) {
    ReplayGroup group;
    group.file = name_;
    group.name = tree.get("name");
    group.interval = wall_at(tree, "interval");
    group.query_offset = wall_at(tree, "query_offset");
    if (group.interval <= Duration()) {
      return mistake(tree.where(), fmt::format("the group {} has no interval", group.name));
    }
    if (!seen_.insert(group.name).second) {
      return mistake(tree.where(), fmt::format("there are two groups {}", group.name));
    }
    const std::string limit = tree.get("limit", "0");
    std::from_chars(limit.data(), limit.data() + limit.size(), group.limit);
    if (const YamlTree* rules = tree.find("rules")) {
      for (const YamlTree& rule : rules->items) {
        // scale_rules lists them in the file's order.
        if (next_ < file_.rules.size())
          group.rules.push_back(read_rule(rule, tree, file_.rules[next_++]));
      }
    }
    out_.groups.push_back(std::move(group));
  }

  ReplayRule read_rule(const YamlTree& tree, const YamlTree& group, ReadRule& read) {
    ReplayRule rule;
    rule.hold = wall_at(tree, "for");
    rule.keep_firing = wall_at(tree, "keep_firing_for");
    // Those of recordings are no templates. A rule's own win over its group's.
    if (!read.records) {
      const YamlTree* own = tree.find("labels");
      for (const YamlTree* labels : {group.find("labels"), own}) {
        if (labels == nullptr) continue;
        for (const auto& [name, value] : labels->entries) {
          if (labels == own || own == nullptr || own->find(name) == nullptr) {
            label(rule, read.rule.name, name, value);
          }
        }
      }
    }
    rule.read = std::move(read);
    return rule;
  }

  void label(ReplayRule& rule, const std::string& alert, const std::string& name,
             const YamlTree& value) {
    auto text = LabelTemplate::parse(value.text);
    if (text) {
      rule.labels[name] = std::move(*text);
    } else {
      mistake(value.where(), fmt::format("{}: label {}: {}", alert, name, text.error().message),
              text.error().hint);
    }
  }

  void mistake(Position where, std::string message, std::string hint = {}) {
    errors_.push_back({ErrorCode::usage, std::move(message), std::move(hint), std::move(where)});
  }

  RuleFile& file_;
  std::string name_;
  ReplayRules& out_;
  Errors& errors_;
  std::set<std::string> seen_;
  std::size_t next_ = 0;
};

/// A file of many rules takes seconds to read, and seconds to write.
bool interrupted_into(Errors& errors) {
  const auto go_on = not_interrupted();
  if (!go_on) errors.push_back(go_on.error());
  return !go_on;
}

/// How many of their last steps are the same.
std::size_t common_end(const fs::path& a, const fs::path& b) {
  std::vector<fs::path> x(a.begin(), a.end()), y(b.begin(), b.end());
  std::size_t same = 0;
  while (same < x.size() && same < y.size() && x[x.size() - 1 - same] == y[y.size() - 1 - same]) {
    ++same;
  }
  return same;
}

struct NamedFile {
  fs::path path;
  std::string name;
  RuleFile read;
};

std::vector<NamedFile> named_files(const RuleFiles& given) {
  std::vector<NamedFile> files;
  std::set<std::string> taken;
  for (const fs::path& path : given.paths) {
    const std::string known = known_as(path, given.known);
    std::string name = known;
    for (int n = 2; !taken.insert(name).second; ++n) {
      name = (fs::path(known).parent_path() / fmt::format("{}-{}", n, path.filename().string()))
                 .generic_string();
    }
    files.push_back({path, name, {}});
  }
  return files;
}

/// Without those that cannot be read, whose mistakes are told.
std::vector<NamedFile> read_files(const RuleFiles& given, Errors& errors) {
  std::vector<NamedFile> files;
  RuleDefaults defaults = given.defaults;
  const auto read_all = [&] {
    files.clear();
    for (NamedFile& one : named_files(given)) {
      if (interrupted_into(errors)) return;
      auto read = scale_rules(one.path, one.name, given.speed, defaults);
      if (interrupted_into(errors)) return;
      if (read) {
        one.read = std::move(*read);
        files.push_back(std::move(one));
      } else {
        errors.insert(errors.end(), read.error().begin(), read.error().end());
      }
    }
  };
  read_all();
  if (given.speed == 1 || !errors.empty()) return files;
  for (const NamedFile& one : files) add_recorded_ages(one.read, defaults.recorded);
  if (!defaults.recorded.empty()) read_all();
  return files;
}

}  // namespace

std::string known_as(const fs::path& path, const std::vector<std::string>& known) {
  const std::string* best = nullptr;
  std::size_t best_end = 0;
  for (const std::string& one : known) {
    const std::size_t end = common_end(path.lexically_normal(), one);
    if (end > best_end) {
      best = &one;
      best_end = end;
    }
  }
  if (best != nullptr) return *best;
  const std::string folder = known.empty() ? "rules" : fs::path(known.front()).begin()->string();
  return folder + "/" + path.filename().string();
}

Checked<ReplayRules> read_replay_rules(const RuleFiles& given) {
  ReplayRules out;
  Errors errors;
  YamlTree names = YamlTree::sequence();
  for (NamedFile& one : read_files(given, errors)) {
    if (interrupted_into(errors)) break;
    out.files[one.name] = emit_yaml(one.read.scaled);
    if (interrupted_into(errors)) break;
    out.origins[one.name] = origin_of(one.read.scaled, out.files[one.name], one.path.string());
    names.items.push_back(YamlTree::string(one.name));
    out.limits.insert(out.limits.end(), one.read.limits.begin(), one.read.limits.end());
    ReadRuleFile(one.read, one.name, out, errors).run();
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  YamlTree prometheus = YamlTree::map();
  prometheus.set("rule_files", std::move(names));
  out.files["prometheus.yml"] = emit_yaml(prometheus);
  return out;
}

}  // namespace misfire
