#include "monitor/promql_edit.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "base/duration.hpp"
#include "monitor/promql_scale.hpp"
#include "monitor/promql_selector.hpp"
#include "monitor/promql_tokens.hpp"

namespace misfire {
namespace {

using Kind = PromqlToken::Kind;
using Tokens = std::vector<PromqlToken>;

Tokens tokens_of(std::string_view expression) {
  return promql_tokens(expression).value_or(Tokens{PromqlToken{}});
}

/// What each token becomes: itself, or another text.
using Becomes = std::function<std::optional<std::string>(const Tokens&, std::size_t)>;

std::optional<std::string> rewritten(std::string_view expression, const Becomes& becomes) {
  const Tokens tokens = tokens_of(expression);
  std::string out;
  std::size_t copied = 0;
  bool any = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto text = becomes(tokens, i);
    if (!text || *text == tokens[i].text) continue;
    any = true;
    out += expression.substr(copied, tokens[i].at - copied);
    out += *text;
    copied = tokens[i].at + tokens[i].text.size();
  }
  if (!any) return {};
  out += expression.substr(copied);
  return out;
}

/// Of each token, how many brackets are open around it, and whether a selector's are.
struct Around {
  std::vector<int> depth;
  std::vector<bool> in_selector;
};

Around around(const Tokens& tokens) {
  Around out;
  int depth = 0;
  bool selector = false;
  for (const PromqlToken& token : tokens) {
    if (token.is(")") || token.is("]") || token.is("}")) --depth;
    if (token.is("}")) selector = false;
    out.depth.push_back(depth);
    out.in_selector.push_back(selector);
    if (token.is("(") || token.is("[") || token.is("{")) ++depth;
    if (token.is("{")) selector = true;
  }
  return out;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kInverse{
    {{">", "<="}, {"<=", ">"}, {"<", ">="}, {">=", "<"}, {"==", "!="}, {"!=", "=="}}};

std::string_view inverse_of(const PromqlToken& token) {
  for (const auto& [op, other] : kInverse) {
    if (token.is(op)) return other;
  }
  return {};
}

/// `at` is a comparison: the number that it compares with, behind it or else before it.
struct Compared {
  std::size_t number;
  bool behind;
};

std::optional<Compared> compared(const Tokens& tokens, std::size_t at) {
  std::size_t next = at + 1;
  while (tokens[next].is("(") || tokens[next].text == "bool") ++next;
  if (tokens[next].kind == Kind::number) return Compared{next, true};
  if (at > 0 && tokens[at - 1].kind == Kind::number) return Compared{at - 1, false};
  return {};
}

}  // namespace

std::optional<std::string> with_harder_thresholds(std::string_view expression, double factor) {
  const Tokens tokens = tokens_of(expression);
  std::vector<double> times(tokens.size(), 1);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool above = tokens[i].is(">") || tokens[i].is(">=");
    if (!above && !tokens[i].is("<") && !tokens[i].is("<=")) continue;
    // `0.1 < x` asks for an x above 0.1.
    if (const auto one = compared(tokens, i)) {
      times[one->number] = above == one->behind ? factor : 1 / factor;
    }
  }
  return rewritten(expression, [&](const Tokens& all, std::size_t i) -> std::optional<std::string> {
    if (times[i] == 1) return {};
    const double value = std::strtod(std::string(all[i].text).c_str(), nullptr);
    if (value == 0) return {};
    return fmt::format("{:g}", value * times[i]);
  });
}

std::optional<std::string> with_comparison_inverted(std::string_view expression) {
  const Tokens tokens = tokens_of(expression);
  const Around where = around(tokens);
  std::size_t outermost = tokens.size();
  int depth = std::numeric_limits<int>::max();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (inverse_of(tokens[i]).empty() || where.in_selector[i] || where.depth[i] >= depth) continue;
    outermost = i;
    depth = where.depth[i];
  }
  return rewritten(expression, [&](const Tokens& all, std::size_t i) -> std::optional<std::string> {
    if (i != outermost) return {};
    return std::string(inverse_of(all[i]));
  });
}

std::string first_label_asked(std::string_view expression) {
  const Tokens tokens = tokens_of(expression);
  const Around where = around(tokens);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!where.in_selector[i] || tokens[i].kind != Kind::name) continue;
    if (tokens[i].text != "__name__") return std::string(tokens[i].text);
  }
  return {};
}

std::optional<std::string> with_label_renamed(std::string_view expression, std::string_view label,
                                              std::string_view to) {
  const Around where = around(tokens_of(expression));
  return rewritten(expression, [&](const Tokens& all, std::size_t i) -> std::optional<std::string> {
    if (!where.in_selector[i] || all[i].kind != Kind::name || all[i].text != label) return {};
    return std::string(to);
  });
}

std::string first_metric_asked(std::string_view expression) {
  const auto read = scale_promql(expression, 1);
  if (!read) return {};
  for (const ScaledPromql::Selector& selector : read->selectors) {
    if (auto metric = metric_named(selector.text); !metric.empty()) return metric;
  }
  return {};
}

std::optional<std::string> with_metric_renamed(std::string_view expression, std::string_view metric,
                                               std::string_view to) {
  const Around where = around(tokens_of(expression));
  return rewritten(expression, [&](const Tokens& all, std::size_t i) -> std::optional<std::string> {
    if (where.in_selector[i] || all[i].kind != Kind::name || all[i].text != metric) return {};
    return std::string(to);
  });
}

std::optional<std::string> with_ranges(std::string_view expression, ModelDuration range) {
  return rewritten(expression, [&](const Tokens& all, std::size_t i) -> std::optional<std::string> {
    if (all[i].kind != Kind::duration || i == 0 || !all[i - 1].is("[")) return {};
    if (!all[i + 1].is("]")) return {};
    return format_duration(range);
  });
}

std::optional<std::string> with_traffic_guard(std::string_view expression) {
  const Tokens tokens = tokens_of(expression);
  const Around where = around(tokens);
  for (std::size_t i = tokens.size(); i-- > 0;) {
    if (tokens[i].text != "rate" || where.in_selector[i] || !tokens[i + 1].is("(")) continue;
    std::size_t end = i + 2;
    while (end < tokens.size() && !(tokens[end].is(")") && where.depth[end] == where.depth[i]))
      ++end;
    if (end == tokens.size()) return {};
    const std::string_view rate =
        expression.substr(tokens[i].at, tokens[end].at + 1 - tokens[i].at);
    return fmt::format("(\n{}\n) and on () (sum({}) > 0)", expression, rate);
  }
  return {};
}

}  // namespace misfire
