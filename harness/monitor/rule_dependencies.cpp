#include "monitor/rule_dependencies.hpp"

#include <algorithm>
#include <unordered_map>

#include "base/interrupt.hpp"
#include "monitor/promql_selector.hpp"

namespace misfire {
namespace {

using Places = std::vector<std::size_t>;

constexpr std::size_t kBetweenLooks = 1024;  // at the interrupt

/// The value that a matcher on this label asks for, and no other.
const std::string* exact(const std::vector<Matcher>& matchers, std::string_view label) {
  for (const Matcher& matcher : matchers) {
    if (matcher.label == label && matcher.op == Matcher::Op::equal) return &matcher.value;
  }
  return nullptr;
}

/// What is known beforehand of the series that a rule makes. Labels that come from series or
/// templates are left out: they may be anything.
std::vector<Labels> made_by(const ReadRule& rule) {
  Labels labels;
  for (const auto& [name, value] : rule.rule.labels) {
    // Those of recordings are taken as they are.
    if (rule.records || value.find("{{") == std::string::npos) labels[name] = value;
  }
  if (rule.records) {
    labels["__name__"] = rule.rule.name;
    return {std::move(labels)};
  }
  labels["alertname"] = rule.rule.name;
  labels.erase("alertstate");  // of ALERTS_FOR_STATE it may be the label of a series
  std::vector<Labels> made(3, labels);
  made[0]["__name__"] = made[1]["__name__"] = "ALERTS";
  made[0]["alertstate"] = "pending";
  made[1]["alertstate"] = "firing";
  made[2]["__name__"] = "ALERTS_FOR_STATE";
  return made;
}

class Makers {
 public:
  explicit Makers(const std::vector<const ReadRule*>& rules) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      (rules[i]->records ? recordings_ : alerts_)[rules[i]->rule.name].push_back(i);
      all_.push_back(i);
      made_.push_back(made_by(*rules[i]));
    }
  }

  Result<Places> of(const std::vector<Matcher>& matchers) {
    Places found;
    for (const std::size_t i : candidates(matchers)) {
      if (++looked_ % kBetweenLooks == 0) {
        if (auto go_on = not_interrupted(); !go_on) return tl::unexpected(go_on.error());
      }
      const bool any = std::any_of(made_[i].begin(), made_[i].end(), [&](const Labels& labels) {
        return may_match(matchers, labels);
      });
      if (any) found.push_back(i);
    }
    return found;
  }

 private:
  using Names = std::unordered_map<std::string, Places>;

  /// All that come into question, found by the names that the matchers ask for.
  const Places& candidates(const std::vector<Matcher>& matchers) const {
    const std::string* metric = exact(matchers, "__name__");
    if (metric == nullptr) return all_;
    if (*metric != "ALERTS" && *metric != "ALERTS_FOR_STATE") return named(recordings_, *metric);
    const std::string* alert = exact(matchers, "alertname");
    return alert == nullptr || recordings_.contains(*metric) ? all_ : named(alerts_, *alert);
  }

  static const Places& named(const Names& names, const std::string& name) {
    static const Places none;
    const auto found = names.find(name);
    return found == names.end() ? none : found->second;
  }

  std::vector<std::vector<Labels>> made_;  ///< by rule
  Names recordings_, alerts_;
  Places all_;
  std::size_t looked_ = 0;
};

/// Depth first, without recursion: chains are as long as somebody's files.
class Walk {
 public:
  explicit Walk(RuleDependencies& out) : out_(out) {
    rules_.resize(out.of_rule.size());
    selectors_.resize(out.selectors.size());
  }

  Result<void> run() {
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
      enter({true, rule});
      for (std::size_t steps = 1; !path_.empty(); ++steps) {
        if (steps % kBetweenLooks == 0) {
          if (auto go_on = not_interrupted(); !go_on) return go_on;
        }
        step();
      }
    }
    return {};
  }

 private:
  using Node = RuleDependencies::Step;
  enum class State { unseen, open, done };

  State& state(const Node& node) { return (node.is_rule ? rules_ : selectors_)[node.index]; }
  const Places& below(const Node& node) const {
    return node.is_rule ? out_.of_rule[node.index] : out_.selectors[node.index].makers;
  }

  void enter(const Node& node) {
    State& at = state(node);
    if (at == State::open) return note_circle();
    if (at == State::done) return;
    at = State::open;
    path_.push_back({node, 0});
  }

  void step() {
    auto& [node, next] = path_.back();
    if (next < below(node).size()) {
      const std::size_t index = below(node)[next++];
      return enter({!node.is_rule, index});
    }
    state(node) = State::done;
    out_.order.push_back(node);
    path_.pop_back();
  }

  /// The last on the path leads back into it.
  void note_circle() {
    if (out_.circle) return;
    const auto& last = path_.back();
    const std::size_t chosen = below(last.node)[last.next - 1];
    if (!last.node.is_rule) {  // a selector whose maker is on the path
      out_.circle = {path_[path_.size() - 2].node.index, chosen};
      return;
    }
    // A rule whose selector is on the path: through the maker by which the path left it.
    const auto open = std::find_if(path_.begin(), path_.end(), [&](const auto& one) {
      return !one.node.is_rule && one.node.index == chosen;
    });
    out_.circle = {last.node.index, below(open->node)[open->next - 1]};
  }

  struct At {
    Node node;
    std::size_t next;
  };
  RuleDependencies& out_;
  std::vector<State> rules_, selectors_;
  std::vector<At> path_;
};

}  // namespace

Result<RuleDependencies> rule_dependencies(const std::vector<const ReadRule*>& rules) {
  RuleDependencies out;
  Makers makers(rules);
  std::unordered_map<std::string, std::size_t> known;
  for (const ReadRule* rule : rules) {
    Places& own = out.of_rule.emplace_back();
    for (const ScaledPromql::Selector& selector : rule->scaled.selectors) {
      const auto [place, fresh] = known.try_emplace(selector.text, out.selectors.size());
      own.push_back(place->second);
      if (!fresh) continue;
      const auto matchers = matchers_of_selector(selector.text);
      auto found = makers.of(matchers);
      if (!found) return tl::unexpected(found.error());
      const bool names = std::any_of(matchers.begin(), matchers.end(), [](const Matcher& matcher) {
        return matcher.label == "__name__";
      });
      out.selectors.push_back({selector.text, std::move(*found), names});
    }
  }
  if (auto walked = Walk(out).run(); !walked) return tl::unexpected(walked.error());
  return out;
}

}  // namespace misfire
