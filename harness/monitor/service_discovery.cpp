#include "monitor/service_discovery.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "base/glob.hpp"

namespace misfire {
namespace {

constexpr std::string_view kAddress = "__address__";

bool discovers(const std::string& key) {
  return key.ends_with("_sd_configs") || key.ends_with("_sd_config");
}

class Discovery {
 public:
  Discovery(JobRewrite& to, YamlTree& job, std::string name, JobRole role)
      : to_(to), job_(job), name_(std::move(name)), role_(role) {
    const auto given = to.system.monitoring.labels.find(name_);
    if (given != to.system.monitoring.labels.end()) labels_ = given->second;
  }

  void run() {
    std::vector<std::string> others;
    bool discovered = false;
    for (const auto& [key, value] : job_.entries) {
      if (!discovers(key)) continue;
      discovered = true;
      if (key == "file_sd_configs") {
        of_files(value);
      } else {
        others.push_back(key);
      }
    }
    if (!discovered && labels_.empty()) return;
    if (const YamlTree* groups = job_.find("static_configs")) {
      groups_.insert(groups_.begin(), groups->items.begin(), groups->items.end());
    }
    if (!others.empty()) stand_ins(others);
    std::erase_if(job_.entries, [](const auto& entry) { return discovers(entry.first); });
    if (!labels_.empty()) give_labels();
    YamlTree groups = YamlTree::sequence(std::move(groups_));
    if (job_.find("static_configs") == nullptr) {
      groups.file = job_.file;
      groups.line = job_.line;
      groups.column = job_.column;
    }
    job_.set("static_configs", std::move(groups));
    if (discovered) expected_labels();
  }

 private:
  void mistake(Position where, std::string message, std::string hint) {
    to_.errors.push_back({ErrorCode::usage, fmt::format("job \"{}\": {}", name_, message),
                          std::move(hint), std::move(where)});
  }
  void change(const std::string& text) {
    to_.changes.push_back(fmt::format("job \"{}\": {}", name_, text));
  }
  Position where_of_labels() const {
    const auto known = to_.system.monitoring.job_where.find(name_);
    return known == to_.system.monitoring.job_where.end() ? to_.system.monitoring.where
                                                          : known->second;
  }

  /// `file_sd_configs`: lists of groups, YAML or JSON, which is YAML as well.
  void of_files(const YamlTree& configs) {
    for (const YamlTree& config : configs.items) {
      const YamlTree* files = config.find("files");
      if (files == nullptr) continue;  // promtool tells
      for (const YamlTree& pattern : files->items) {
        const fs::path folder = to_.system.monitoring.prometheus.parent_path();
        const auto found = files_meant(folder, pattern.text);
        if (const auto choice = choice_of_files(folder, pattern.text); !choice.empty()) {
          change(choice);
        }
        if (auto hidden = hidden_files(folder, pattern.text, pattern.where())) {
          to_.errors.push_back(std::move(*hidden));
          continue;
        }
        if (found.empty() && labels_.find(std::string(kAddress)) == labels_.end()) {
          mistake(pattern.where(), fmt::format("no file of targets matches {}", pattern.text),
                  fmt::format("put a copy there, or give the targets in the system file: "
                              "[monitoring.labels] {} = {{ __address__ = [\"…\"] }}",
                              name_));
        }
        for (const fs::path& file : found) of_file(file, pattern);
        if (found.empty()) stand_ins({"file_sd_configs"});
      }
    }
  }

  void of_file(const fs::path& file, const YamlTree& pattern) {
    auto tree = read_yaml(file, pattern.where());
    if (!tree) return to_.errors.push_back(tree.error());
    if (!tree->is_sequence()) {
      return mistake(tree->where(), "a file of targets is a list of groups",
                     "- targets: [ADDRESS:PORT]");
    }
    for (YamlTree& group : tree->items) {
      if (group.find("labels") == nullptr) group.set("labels", YamlTree::map());
      group.find("labels")->set("__meta_filepath", YamlTree::string(pattern.text));
      groups_.push_back(std::move(group));
    }
    change(fmt::format("its targets are those of {}", file.lexically_normal().string()));
  }

  /// One target for each that there is in the stack.
  void stand_ins(const std::vector<std::string>& instead_of) {
    const std::size_t count = role_ == JobRole::backends ? to_.addresses.backends.size() : 1;
    const auto given = labels_.find(std::string(kAddress));
    if (given == labels_.end() && role_ == JobRole::probe) {
      return mistake(job_.where(), "what it probes is discovered elsewhere",
                     fmt::format("give it in the system file: [monitoring.labels] {} = {{ "
                                 "__address__ = \"https://…\" }}",
                                 name_));
    }
    std::vector<std::string> addresses;
    for (std::size_t i = 0; i < count; ++i) {
      std::string address = to_string(to_.role_in_stack(role_));
      if (role_ == JobRole::backends) {
        const auto& servers = to_.addresses.servers;
        address = i < servers.size() ? servers[i] : to_string(to_.addresses.backends[i]);
      }
      if (given != labels_.end()) {
        address = given->second[std::min(i, given->second.size() - 1)];
      }
      addresses.push_back(address);
      YamlTree group = YamlTree::map();
      group.set("targets", YamlTree::sequence({YamlTree::string(address)}));
      groups_.push_back(std::move(group));
    }
    change(fmt::format("{} asks another machine and is replaced by {} target{}: {}",
                       fmt::join(instead_of, ", "), count, count == 1 ? "" : "s",
                       fmt::join(addresses, ", ")));
  }

  /// Each target has a group of its own, and its labels.
  void give_labels() {
    std::vector<YamlTree> single;
    for (const YamlTree& group : groups_) {
      const YamlTree* targets = group.find("targets");
      if (targets == nullptr) continue;
      for (const YamlTree& target : targets->items) {
        YamlTree one = group;
        one.set("targets", YamlTree::sequence({target}));
        single.push_back(std::move(one));
      }
    }
    std::vector<std::string> given;
    for (const auto& [label, values] : labels_) {
      if (label == kAddress) continue;
      if (values.size() != 1 && values.size() != single.size()) {
        mistake(where_of_labels(),
                fmt::format("[monitoring.labels] gives {} values of {} for {} targets",
                            values.size(), label, single.size()),
                "give one value for all, or one for each");
        continue;
      }
      given.push_back(label);
      for (std::size_t i = 0; i < single.size(); ++i) {
        if (single[i].find("labels") == nullptr) single[i].set("labels", YamlTree::map());
        single[i].find("labels")->set(label, YamlTree::string(values[values.size() == 1 ? 0 : i]));
      }
    }
    groups_ = std::move(single);
    if (given.empty()) return;
    change(
        fmt::format("its targets have the labels {} of the system file", fmt::join(given, ", ")));
  }

  /// Labels that the user's relabelling reads and that nobody discovers here.
  void expected_labels() {
    const YamlTree* rules = job_.find("relabel_configs");
    if (rules == nullptr) return;
    std::set<std::string> unknown;
    for (const YamlTree& rule : rules->items) {
      const YamlTree* sources = rule.find("source_labels");
      if (sources == nullptr) continue;
      for (const YamlTree& source : sources->items) {
        if (!source.text.starts_with("__meta_") || labels_.contains(source.text)) continue;
        if (source.text == "__meta_filepath") continue;
        const std::string action = rule.get("action", "replace");
        if (action == "keep" || action == "keepequal") {
          mistake(
              rule.where(),
              fmt::format("this rule keeps targets by {}, which nobody discovers here",
                          source.text),
              fmt::format("give it in the system file: [monitoring.labels] {} = {{ {} = \"…\" }}",
                          name_, source.text));
        } else {
          unknown.insert(source.text);
        }
      }
    }
    if (unknown.empty()) return;
    to_.limits.push_back(
        fmt::format("job \"{}\": relabelling reads {}, which nobody discovers here; "
                    "[monitoring.labels] can give them",
                    name_, fmt::join(unknown, ", ")));
  }

  JobRewrite& to_;
  YamlTree& job_;
  std::string name_;
  JobRole role_;
  std::map<std::string, std::vector<std::string>> labels_;
  std::vector<YamlTree> groups_;
};

}  // namespace

void make_static(JobRewrite& to, YamlTree& job, const std::string& name, JobRole role) {
  Discovery(to, job, name, role).run();
}

}  // namespace misfire
