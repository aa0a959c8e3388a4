#include "init/discovered_job.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/pattern.hpp"

namespace misfire {
namespace {

using Names = std::vector<std::string>;

bool says(const std::string& text, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return text.find(word) != text.npos; });
}

bool any_of(const Names& names, const Names& texts) {
  return std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
    return std::find(names.begin(), names.end(), text) != names.end();
  });
}

/// "a;b;c" at its semicolons, as Prometheus joins the values of several source labels.
Names parts_of(const std::string& regex) {
  Names parts(1);
  for (const char c : regex) {
    if (c == ';') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

class Discovered {
 public:
  Discovered(const YamlTree& job, const PoolGuess& pool, const JobHelpers& helpers)
      : job_(job), pool_(pool), helpers_(helpers) {
    out_.name = job.get("job_name");
  }

  JobGuess run() {
    if (const YamlTree* rules = job_.find("relabel_configs")) {
      for (const YamlTree& rule : rules->items) keep(rule);
    }
    choose();
    if (!out_.role) out_.labels.clear();
    if (out_.role && !unknown_.empty()) {
      out_.role.reset();
      out_.why = fmt::format(
          "it would be \"{}\", but keeps targets by {}, whose value is not known here: give it in "
          "[monitoring.labels]",
          to_string(*would_be_), unknown_);
    }
    return std::move(out_);
  }

 private:
  /// What a target must have so that a rule keeps it.
  void keep(const YamlTree& rule) {
    if (rule.get("action") != "keep") return;
    const YamlTree* sources = rule.find("source_labels");
    if (sources == nullptr) return;
    const Names parts = parts_of(rule.get("regex", "(.*)"));
    for (std::size_t i = 0; i < sources->items.size(); ++i) {
      const std::string& label = sources->items[i].text;
      if (!label.starts_with("__meta_")) continue;
      const std::string value =
          parts.size() == sources->items.size() ? value_for(parts[i]) : std::string();
      if (value.empty()) {
        unknown_ = label;
      } else {
        out_.labels[label] = {value};
        values_.push_back(value);
      }
    }
  }

  /// The likeliest that the expression matches; "": none of them.
  std::string value_for(const std::string& regex) const {
    const auto pattern = Pattern::make("^(?:" + regex + ")$");
    if (!pattern) return "";
    Names candidates = helpers_.servers;
    candidates.insert(candidates.end(), helpers_.balancers.begin(), helpers_.balancers.end());
    candidates.push_back(out_.name);
    // A word stands for itself, and of several each may.
    std::string word;
    for (const char c : regex + "|") {
      if (c == '|' || c == '(' || c == ')') {
        candidates.push_back(std::move(word));
        word.clear();
      } else {
        word += c;
      }
    }
    for (const char* usual : {"true", "metrics", "http", "default"}) candidates.emplace_back(usual);
    const auto found = std::find_if(candidates.begin(), candidates.end(), [&](const auto& one) {
      return !one.empty() && pattern->found_in(one);
    });
    return found == candidates.end() ? "" : *found;
  }

  void is(JobRole role, const std::string& why) {
    out_.role = would_be_ = role;
    out_.why = why + "; service discovery finds its targets";
  }

  void choose() {
    Names names = values_;
    names.push_back(out_.name);
    std::string all;
    for (const std::string& name : names) all += name + " ";
    const bool nginx = pool_.balancer == "nginx";
    if (any_of(helpers_.servers, names)) {
      is(JobRole::backends, "it keeps the servers of the pool");
    } else if (says(all, {"node", "kubelet", "cadvisor", "apiserver"})) {
      out_.why = "it watches machines, which a run does not have";
    } else if (says(all, {"postgres", "mysql", "redis", "mongo", "database"})) {
      is(JobRole::store, "its name speaks of a database");
    } else if (!nginx && (any_of(helpers_.balancers, names) || says(all, {"haproxy"}))) {
      is(JobRole::balancer, "it keeps the balancer");
    } else if (nginx && pool_.has_status &&
               (any_of(helpers_.balancers, names) || says(all, {"nginx"}))) {
      is(JobRole::balancer, "it keeps the balancer's exporter");
    } else if (speaks_of_login(all)) {
      is(JobRole::backends, "its name speaks of logins");
    } else {
      out_.why =
          "service discovery finds its targets, and nothing tells what they have to do with the "
          "logins";
    }
  }

  const YamlTree& job_;
  const PoolGuess& pool_;
  const JobHelpers& helpers_;
  Names values_;
  std::string unknown_;
  std::optional<JobRole> would_be_;
  JobGuess out_;
};

}  // namespace

JobGuess guess_discovered(const YamlTree& job, const PoolGuess& pool, const JobHelpers& helpers) {
  return Discovered(job, pool, helpers).run();
}

}  // namespace misfire
