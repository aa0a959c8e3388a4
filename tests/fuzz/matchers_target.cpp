// Label matchers of the system file, with their regular expressions: first line: the label's
// value, then the matchers.
#include "property.hpp"
#include "scenario/matcher.hpp"
#include "targets.hpp"

namespace misfire::fuzz {

void matchers(std::string_view input) {
  const std::string value = take_line(input);
  const auto parsed = parse_matchers(input);
  if (!parsed) return require_place(parsed.error(), "", input);
  require(!parsed->empty(), "accepted matchers are at least one");
  for (const Matcher& matcher : *parsed) {
    require(!matcher.label.empty(), "a matcher names a label");
    Matcher opposite = matcher;
    using Op = Matcher::Op;
    opposite.op = matcher.op == Op::equal       ? Op::not_equal
                  : matcher.op == Op::not_equal ? Op::equal
                  : matcher.op == Op::match     ? Op::no_match
                                                : Op::match;
    const std::map<std::string, std::string> labels = {{matcher.label, value}};
    require(matcher.matches(labels) != opposite.matches(labels), "= and != are opposites");
    require(matcher.matches({}) == matcher.matches({{matcher.label, ""}}),
            "an absent label is an empty one");
  }
}

}  // namespace misfire::fuzz
