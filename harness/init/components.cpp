#include "init/components.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "monitor/promql_selector.hpp"
#include "monitor/rule_dependencies.hpp"

namespace misfire {
namespace {

constexpr char kComponent[] = "component";

/// Whose a series is: a component of scenarios, and how to say it.
struct Owner {
  std::string component, of;
  auto operator<=>(const Owner&) const = default;
};
const Owner kBalancer{"load-balancer", "the balancer's"};
const Owner kStore{"database", "the database's"};
const Owner kServers{"auth", "the servers'"};
const Owner kMonitoring{"monitoring", "the monitoring's own"};

bool begins_with(const std::string& text, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return text.starts_with(word); });
}

bool holds(const std::string& text, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return text.find(word) != text.npos; });
}

/// Figures of what users get, and of whether one program reaches another.
bool anybodys(const std::string& metric) {
  return holds(metric, {"request", "response", "error", "fail", "duration", "latency", "http",
                        "login", "logon", "sign", "session", "status", "active_servers", "queue",
                        "retr", "redispatch", "check", "bytes"});
}

std::optional<Owner> owner_of_role(JobRole role) {
  switch (role) {
    case JobRole::balancer:
    case JobRole::balancer_log:
      return kBalancer;
    case JobRole::backends:
      return kServers;
    case JobRole::store:
      return kStore;
    case JobRole::prometheus:
    case JobRole::alertmanager:
      return kMonitoring;
    case JobRole::probe:
      return std::nullopt;  // it sees what users see
  }
  return std::nullopt;
}

/// Can it stand in a matcher as it is?
bool is_plain(const std::string& alert) {
  return alert.find_first_of("\"'\\") == alert.npos &&
         std::none_of(alert.begin(), alert.end(), [](unsigned char c) { return c < ' '; });
}

class Guesser {
 public:
  Guesser(const std::vector<ReadRule>& rules, const std::vector<JobGuess>& jobs) : rules_(rules) {
    for (const JobGuess& job : jobs) {
      if (job.role) roles_[job.name] = *job.role;
    }
  }

  ComponentsGuess run() {
    std::vector<const ReadRule*> views;
    for (const ReadRule& rule : rules_) views.push_back(&rule);
    auto depend = rule_dependencies(views);
    if (!depend) return std::move(out_);  // interrupted
    depend_ = std::move(*depend);
    std::map<std::string, std::optional<Owner>> by_name;
    std::map<std::string, std::string> why;
    std::vector<std::string> order;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      const AlertRule& rule = rules_[i].rule;
      if (rules_[i].records) continue;
      if (rule.labels.contains(kComponent)) {
        ++out_.said;
        continue;
      }
      std::string metric;
      auto owner = owner_of_rule(i, metric);
      const auto [known, first] = by_name.emplace(rule.name, owner);
      if (first) {
        order.push_back(rule.name);
        why[rule.name] = fmt::format("{} is {} ({}:{})", metric, owner ? owner->of : "", rule.file,
                                     rule.where.line);
      } else if (known->second != owner) {
        known->second.reset();
      }
    }
    for (const std::string& name : order) {
      if (const auto& owner = by_name.at(name); owner && is_plain(name)) {
        out_.blamed[owner->component].push_back({name, why.at(name)});
      } else {
        out_.left.push_back(name);
      }
    }
    return std::move(out_);
  }

 private:
  /// Of all that it reads, through recordings, or nothing. `metric`: the first of these.
  std::optional<Owner> owner_of_rule(std::size_t rule, std::string& metric) const {
    std::set<std::size_t> seen{rule};
    std::vector<std::size_t> open{rule};
    std::optional<Owner> owner;
    while (!open.empty()) {
      const std::size_t one = open.back();
      open.pop_back();
      if (depend_.of_rule[one].empty()) return std::nullopt;  // vector(1)
      for (const std::size_t selector : depend_.of_rule[one]) {
        const auto& read = depend_.selectors[selector];
        bool recorded = false;
        for (const std::size_t maker :
             read.names_metrics ? read.makers : std::vector<std::size_t>{}) {
          recorded = true;
          if (seen.insert(maker).second) open.push_back(maker);
        }
        if (recorded) continue;
        const auto mine = owner_of_selector(read.text);
        if (!mine || (owner && *owner != *mine)) return std::nullopt;
        if (!owner) metric = named(read.text);
        owner = mine;
      }
    }
    return owner;
  }

  static std::string named(const std::string& selector) {
    const std::string metric = metric_named(selector);
    if (metric != "up") return metric;
    for (const Matcher& matcher : matchers_of_selector(selector)) {
      if (matcher.label == "job") return fmt::format("up of the job {}", matcher.value);
    }
    return metric;
  }

  std::optional<Owner> owner_of_selector(const std::string& selector) const {
    const std::string metric = metric_named(selector);
    if (begins_with(metric, {"pg_", "postgres_", "pgbouncer_", "mysql_", "redis_", "mongodb_"})) {
      return kStore;
    }
    if (begins_with(metric, {"prometheus_", "alertmanager_"})) return kMonitoring;
    if (metric.empty() || anybodys(metric)) return std::nullopt;
    if (begins_with(metric, {"haproxy_", "nginx_"})) return kBalancer;
    for (const Matcher& matcher : matchers_of_selector(selector)) {
      if (matcher.label != "job" || matcher.op != Matcher::Op::equal) continue;
      const auto role = roles_.find(matcher.value);
      if (role != roles_.end()) return owner_of_role(role->second);
    }
    return std::nullopt;
  }

  const std::vector<ReadRule>& rules_;
  std::map<std::string, JobRole> roles_;
  RuleDependencies depend_;
  ComponentsGuess out_;
};

}  // namespace

ComponentsGuess guess_components(const std::vector<ReadRule>& rules,
                                 const std::vector<JobGuess>& jobs) {
  return Guesser(rules, jobs).run();
}

}  // namespace misfire
