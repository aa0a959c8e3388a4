#include "monitor/carried_labels.hpp"

#include <algorithm>

#include "monitor/promql_labels.hpp"
#include "monitor/promql_selector.hpp"
#include "monitor/promql_tokens.hpp"

namespace misfire {
namespace {

/// Whether the label stands in the text, as a word or in a string: in a matcher, in `by`, as what
/// label_replace makes.
bool speaks_of(const std::string& expression, const std::string& label) {
  if (expression.find(label) == expression.npos) return false;
  const auto tokens = promql_tokens(expression);
  return !tokens || std::any_of(tokens->begin(), tokens->end(), [&](const PromqlToken& token) {
    using Kind = PromqlToken::Kind;
    return (token.kind == Kind::name && token.text == label) ||
           (token.kind == Kind::string && token.text.substr(1, token.text.size() - 2) == label);
  });
}

/// For one label, which rules' series may have it.
class Carried {
 public:
  Carried(const std::vector<ReadRule>& rules, const RuleDependencies& depend,
          const LabelSources& sources, const std::string& label)
      : rules_(rules), depend_(depend), sources_(sources), label_(label) {
    of_rule_.resize(rules.size());
    of_selector_.resize(depend.selectors.size());
    // In a circle a rule may come before what it reads.
    while (pass()) {
    }
  }

  bool by(std::size_t rule) const { return of_rule_[rule]; }

 private:
  bool pass() {
    bool more = false;
    for (const auto& [is_rule, index] : depend_.order) {
      std::vector<bool>& known = is_rule ? of_rule_ : of_selector_;
      if (known[index] || !(is_rule ? rule(index) : selector(index))) continue;
      known[index] = true;
      more = depend_.circle.has_value();
    }
    return more;
  }

  bool selector(std::size_t index) const {
    const RuleDependencies::Selector& selector = depend_.selectors[index];
    if (!selector_allows(selector.text, label_)) return false;
    if (std::any_of(selector.makers.begin(), selector.makers.end(),
                    [&](std::size_t maker) { return of_rule_[maker]; })) {
      return true;
    }
    const bool made = !selector.makers.empty() && !metric_named(selector.text).empty();
    return !made && scraped(selector.text);
  }

  /// Whether a job whose series it may find gives them the label.
  bool scraped(const std::string& selector) const {
    if (std::none_of(sources_.jobs.begin(), sources_.jobs.end(),
                     [&](const auto& job) { return job.second.labels.contains(label_); })) {
      return false;
    }
    auto matchers = matchers_of_selector(selector);
    std::erase_if(matchers, [](const Matcher& matcher) { return matcher.label != "job"; });
    return std::any_of(sources_.jobs.begin(), sources_.jobs.end(), [&](const auto& job) {
      return job.second.labels.contains(label_) &&
             (job.second.renamed || may_match(matchers, {{"job", job.first}}));
    });
  }

  bool rule(std::size_t index) const {
    const AlertRule& rule = rules_[index].rule;
    const auto own = rule.labels.find(label_);
    if (own != rule.labels.end()) return !own->second.empty();
    const auto& selectors = depend_.of_rule[index];
    const bool any = std::any_of(selectors.begin(), selectors.end(),
                                 [&](std::size_t selector) { return of_selector_[selector]; });
    const bool spoken_of = speaks_of(rule.expr, label_);
    if (!any && !spoken_of) return false;
    const auto tree = promql_tree(rule.expr);
    if (!tree) return true;
    return may_carry(*tree, label_, [&](const std::string& text) {
      if (spoken_of && !made_by_rules(selectors, text)) return selector_allows(text, label_);
      return std::any_of(selectors.begin(), selectors.end(), [&](std::size_t selector) {
        return of_selector_[selector] && depend_.selectors[selector].text == text;
      });
    });
  }

  /// All of what it finds: then it is known what labels that has.
  bool made_by_rules(const std::vector<std::size_t>& selectors, const std::string& text) const {
    return std::any_of(selectors.begin(), selectors.end(), [&](std::size_t selector) {
      const RuleDependencies::Selector& one = depend_.selectors[selector];
      return one.text == text && !one.makers.empty() && !metric_named(text).empty();
    });
  }

  const std::vector<ReadRule>& rules_;
  const RuleDependencies& depend_;
  const LabelSources& sources_;
  const std::string& label_;
  std::vector<bool> of_rule_, of_selector_;
};

}  // namespace

void add_carried_labels(std::vector<ReadRule>& rules, const RuleDependencies& depend,
                        const LabelSources& sources) {
  std::vector<Labels> added(rules.size());
  for (const std::string& label : sources.names) {
    const Carried carried(rules, depend, sources, label);
    const auto external = sources.external.find(label);
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const auto own = rules[i].rule.labels.find(label);
      const bool set = own != rules[i].rule.labels.end();
      if (rules[i].records || (set && !own->second.empty())) continue;
      if (!set && carried.by(i)) {
        added[i][label] = "{{ $labels." + label + " }}";
      } else if (external != sources.external.end()) {
        added[i][label] = external->second;
      }
    }
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    for (auto& [label, value] : added[i]) rules[i].rule.labels[label] = std::move(value);
  }
}

}  // namespace misfire
