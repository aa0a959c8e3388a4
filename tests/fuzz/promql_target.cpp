// PromQL: tokens lie in order with nothing but space and comments between them; at speed 1 nothing
// changes; what was scaled is PromQL with the same selectors.
#include "monitor/promql_scale.hpp"
#include "monitor/promql_shape.hpp"
#include "monitor/promql_tokens.hpp"
#include "property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

void check_tokens(const std::vector<PromqlToken>& tokens, std::string_view text) {
  std::size_t at = 0;
  for (const PromqlToken& token : tokens) {
    require(token.at >= at && token.at + token.text.size() <= text.size(), "tokens are in order");
    require(text.substr(token.at, token.text.size()) == token.text, "a token is where it says");
    if (token.at > at) {
      require(std::string_view(" \t\r\n#").find(text[at]) != std::string_view::npos,
              "between tokens are space and comments only");
    }
    at = token.at + token.text.size();
  }
}

std::vector<std::string> selectors(const ScaledPromql& scaled) {
  std::vector<std::string> texts;
  for (const auto& selector : scaled.selectors) texts.push_back(selector.text);
  return texts;
}

}  // namespace

void promql(std::string_view expression) {
  const auto tokens = promql_tokens(expression);
  const auto same = scale_promql(expression, 1);
  const auto faster = scale_promql(expression, 30);
  require(same.has_value() == faster.has_value(), "what is understood does not depend on speed");
  if (!tokens) require(!same, "what has no tokens cannot be scaled");
  if (tokens) check_tokens(*tokens, expression);
  if (!same) {
    require(same.error().where.has_value(), "an error has a place");
    return require_place(same.error(), same.error().where->file, expression);
  }
  for (const RangeUse& use : promql_shape(expression).ranges) {
    require(use.range <= same->longest_window, "no range is longer than the longest window");
  }
  require(same->text == expression, "speed 1 changes nothing");
  const auto again = scale_promql(faster->text, 1);
  require(again.has_value(), "what was scaled is understood");
  require(selectors(*again) == selectors(*same), "scaling leaves the selectors");
  require(same->compressible == faster->compressible, "care does not depend on speed");
  require((same->compressible == Compressible::yes) == same->why.empty(), "care has a reason");
}

}  // namespace misfire::fuzz
