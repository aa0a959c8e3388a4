#include "monitor/route_matchers.hpp"

#include <fmt/format.h>

#include "base/trimmed.hpp"
#include "scenario/matcher.hpp"

namespace misfire {
namespace {

/// Alertmanager takes values without quotes, too: `severity = page`.
std::string with_quotes(std::string_view matcher) {
  for (const std::string_view op : {"=~", "!~", "!=", "="}) {
    const std::size_t at = matcher.find(op);
    if (at == std::string_view::npos) continue;
    const std::string_view value = trimmed(matcher.substr(at + op.size()));
    if (value.find_first_of("\"'`\\,") != std::string_view::npos) break;
    return fmt::format("{}{}\"{}\"", matcher.substr(0, at), op, value);
  }
  return std::string(matcher);
}

Result<std::vector<Matcher>> read(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('{') && text.ends_with('}')) {
    text = text.substr(1, text.size() - 2);
    if (trimmed(text).empty()) return std::vector<Matcher>{};
  }
  auto matchers = parse_matchers(text);
  return matchers ? matchers : parse_matchers(with_quotes(text));
}

class Reader {
 public:
  void matchers(const YamlTree& list) {
    for (const YamlTree& item : list.items) {
      auto some = read(item.text);
      if (!some) {
        mistake(item.where(), item.text, some.error());
        continue;
      }
      out.matchers.insert(out.matchers.end(), some->begin(), some->end());
    }
  }

  /// The older form: a map of labels to values, or to patterns.
  void map(const YamlTree& map, Matcher::Op op) {
    for (const auto& [label, value] : map.entries) {
      // A pattern that cannot be read here would match nothing: it may match there.
      if (op == Matcher::Op::match) {
        const auto fine = parse_matchers(fmt::format("{}=~`{}`", label, value.text));
        if (!fine) {
          mistake(value.where(), label, fine.error());
          continue;
        }
      }
      out.matchers.push_back({label, op, value.text});
    }
  }

  RouteMatchers out;

 private:
  void mistake(Position where, const std::string& what, const Error& why) {
    out.readable = false;
    out.mistakes.push_back({ErrorCode::usage,
                            fmt::format("the matcher {} is not understood: {}", what, why.message),
                            why.hint, std::move(where)});
  }
};

}  // namespace

RouteMatchers matchers_of_route(const YamlTree& route) {
  Reader reader;
  if (const YamlTree* list = route.find("matchers")) reader.matchers(*list);
  if (const YamlTree* map = route.find("match")) reader.map(*map, Matcher::Op::equal);
  if (const YamlTree* map = route.find("match_re")) reader.map(*map, Matcher::Op::match);
  return std::move(reader.out);
}

}  // namespace misfire
