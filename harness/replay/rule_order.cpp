#include "replay/rule_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "monitor/promql_shape.hpp"
#include "monitor/promql_tokens.hpp"

namespace misfire {
namespace {

/// The value of an exact matcher, unquoted; nothing when there is none.
std::optional<std::string> exact_matcher(const std::string& selector, std::string_view label) {
  const auto tokens = promql_tokens(selector);
  if (!tokens) return {};
  for (std::size_t i = 0; i + 2 < tokens->size(); ++i) {
    const auto& value = (*tokens)[i + 2];
    if ((*tokens)[i].text == label && (*tokens)[i + 1].is("=") &&
        value.kind == PromqlToken::Kind::string && value.text.size() >= 2) {
      return std::string(value.text.substr(1, value.text.size() - 2));
    }
  }
  return {};
}

/// Whether this selector may read what the rule makes.
bool reads_from(const std::string& selector, const ReadRule& maker) {
  const std::string metric = metric_named(selector);
  if (maker.records) return metric.empty() || metric == maker.rule.name;
  if (metric != "ALERTS" && metric != "ALERTS_FOR_STATE") return false;
  const auto alert = exact_matcher(selector, "alertname");
  return !alert || *alert == maker.rule.name;
}

bool reads_from(const ReadRule& reader, const ReadRule& maker) {
  return std::any_of(
      reader.scaled.selectors.begin(), reader.scaled.selectors.end(),
      [&](const ScaledPromql::Selector& selector) { return reads_from(selector.text, maker); });
}

class Order {
 public:
  explicit Order(const ReplayRules& rules) {
    for (std::size_t g = 0; g < rules.groups.size(); ++g) {
      for (std::size_t r = 0; r < rules.groups[g].rules.size(); ++r) {
        turns_.push_back({g, r});
        rules_.push_back(&rules.groups[g].rules[r].read);
      }
    }
  }

  Result<std::vector<RuleTurn>> run() {
    states_.resize(rules_.size());
    for (std::size_t i = 0; i < rules_.size(); ++i) visit(i);
    if (error_) return tl::unexpected(*error_);
    std::vector<RuleTurn> ordered;
    for (const std::size_t i : ordered_) ordered.push_back(turns_[i]);
    return ordered;
  }

 private:
  enum class State { unseen, open, done };

  void visit(std::size_t reader) {
    if (states_[reader] == State::done || error_) return;
    states_[reader] = State::open;
    for (std::size_t maker = 0; maker < rules_.size(); ++maker) {
      if (!reads_from(*rules_[reader], *rules_[maker])) continue;
      if (states_[maker] == State::open) {
        error_ =
            Error{ErrorCode::usage,
                  maker == reader
                      ? fmt::format("{} reads what it makes itself", rules_[reader]->rule.name)
                      : fmt::format("{} reads {}, which depends on it", rules_[reader]->rule.name,
                                    rules_[maker]->rule.name),
                  "a replay evaluates one rule after the other and cannot follow such a circle",
                  rules_[reader]->rule.where};
        return;
      }
      turns_[maker].is_read = true;
      turns_[reader].reads_ahead =
          turns_[reader].reads_ahead ||
          (turns_[reader].group == turns_[maker].group && turns_[reader].rule < turns_[maker].rule);
      visit(maker);
      if (error_) return;
    }
    states_[reader] = State::done;
    ordered_.push_back(reader);
  }

  std::vector<RuleTurn> turns_;
  std::vector<const ReadRule*> rules_;
  std::vector<State> states_;
  std::vector<std::size_t> ordered_;
  std::optional<Error> error_;
};

}  // namespace

std::string metric_named(const std::string& selector) {
  std::string metric = metric_of(selector);
  return metric.empty() ? exact_matcher(selector, "__name__").value_or("") : metric;
}

std::vector<std::string> metrics_of(const ScaledPromql& scaled) {
  std::vector<std::string> metrics;
  for (const ScaledPromql::Selector& selector : scaled.selectors) {
    std::string metric = metric_named(selector.text);
    if (std::find(metrics.begin(), metrics.end(), metric) == metrics.end()) {
      metrics.push_back(std::move(metric));
    }
  }
  return metrics;
}

bool reads(const ScaledPromql& scaled, const std::string& metric) {
  const auto metrics = metrics_of(scaled);
  return std::any_of(metrics.begin(), metrics.end(),
                     [&](const std::string& one) { return one.empty() || one == metric; });
}

Result<std::vector<RuleTurn>> rule_order(const ReplayRules& rules) {
  return Order(rules).run();
}

}  // namespace misfire
