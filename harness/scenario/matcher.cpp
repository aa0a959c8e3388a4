#include "scenario/matcher.hpp"

#include <fmt/format.h>

#include <boost/regex.hpp>
#include <cctype>
#include <unordered_map>

namespace misfire {
namespace {

/// Prometheus's RE2 and Boost's Perl syntax agree on what label patterns use. Boost's matcher does
/// not recurse and gives up on patterns that explode; std::regex does neither.
Result<boost::regex> compile(const std::string& pattern) {
  try {
    return boost::regex(pattern, boost::regex::perl | boost::regex::no_mod_m);
  } catch (const std::exception& error) {
    return usage_error(
        fmt::format("\"{}\" is not a regular expression: {}", pattern, error.what()));
  }
}

/// What cannot be told does not fit; parse_matchers refused most of it already.
bool fits(const std::string& pattern, const std::string& value) {
  return fits_pattern(pattern, value).value_or(false);
}

/// A cursor over the text of matchers.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Result<Matcher> matcher() {
    Matcher matcher;
    skip_space();
    while (!done() && (std::isalnum(byte()) || peek() == '_')) matcher.label += text_[at_++];
    if (matcher.label.empty() || std::isdigit(static_cast<unsigned char>(matcher.label[0]))) {
      return bad("a label's name is expected");
    }
    skip_space();
    if (take("=~")) {
      matcher.op = Matcher::Op::match;
    } else if (take("!~")) {
      matcher.op = Matcher::Op::no_match;
    } else if (take("!=")) {
      matcher.op = Matcher::Op::not_equal;
    } else if (!take("=")) {
      return bad("=, !=, =~ or !~ is expected");
    }
    skip_space();
    auto value = quoted();
    if (!value) return tl::unexpected(value.error());
    matcher.value = std::move(*value);
    if (matcher.op == Matcher::Op::match || matcher.op == Matcher::Op::no_match) {
      if (auto regex = compile(matcher.value); !regex) return tl::unexpected(regex.error());
    }
    skip_space();
    return matcher;
  }
  bool done() const { return at_ >= text_.size(); }
  bool take(std::string_view what) {
    if (text_.substr(at_, what.size()) != what) return false;
    at_ += what.size();
    return true;
  }
  tl::unexpected<Error> bad(std::string_view expected) const {
    return usage_error(fmt::format("{} at \"{}\"", expected, done() ? "" : text_.substr(at_)),
                       R"(write it as 'alertname=~"HAProxy.+"')");
  }

 private:
  char peek() const { return text_[at_]; }
  unsigned char byte() const { return static_cast<unsigned char>(text_[at_]); }
  void skip_space() {
    while (!done() && std::isspace(byte())) ++at_;
  }
  Result<std::string> quoted() {
    if (done() || (peek() != '"' && peek() != '\'' && peek() != '`')) {
      return bad("a value in quotes is expected");
    }
    const char quote = text_[at_++];
    std::string value;
    while (!done() && peek() != quote) {
      if (peek() != '\\' || quote == '`') {
        value += text_[at_++];
        continue;
      }
      if (++at_ >= text_.size()) break;
      const char escaped = text_[at_++];
      switch (escaped) {
        case 'n':
          value += '\n';
          break;
        case 't':
          value += '\t';
          break;
        case '\\':
        case '"':
        case '\'':
          value += escaped;
          break;
        default:
          return usage_error(fmt::format("unknown escape \\{}", escaped),
                             "a backslash of a pattern is doubled: \\\\d");
      }
    }
    if (done()) return bad("a closing quote is expected");
    ++at_;
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<bool> fits_pattern(const std::string& pattern, const std::string& value) {
  thread_local std::unordered_map<std::string, std::optional<boost::regex>> compiled;
  auto known = compiled.find(pattern);
  if (known == compiled.end()) {
    auto regex = compile(pattern);
    known =
        compiled.emplace(pattern, regex ? std::optional(std::move(*regex)) : std::nullopt).first;
  }
  if (!known->second) return {};
  try {
    return boost::regex_match(value, *known->second);
  } catch (const std::exception&) {
    return {};
  }
}

bool Matcher::matches(const std::map<std::string, std::string>& labels) const {
  const auto found = labels.find(label);
  const std::string text = found == labels.end() ? std::string() : found->second;
  switch (op) {
    case Op::equal:
      return text == value;
    case Op::not_equal:
      return text != value;
    case Op::match:
      return fits(value, text);
    case Op::no_match:
      return !fits(value, text);
  }
  return false;
}

Result<std::vector<Matcher>> parse_matchers(std::string_view text) {
  Scanner scanner(text);
  std::vector<Matcher> matchers;
  do {
    auto matcher = scanner.matcher();
    if (!matcher) return tl::unexpected(matcher.error());
    matchers.push_back(std::move(*matcher));
  } while (scanner.take(","));
  if (!scanner.done()) return scanner.bad("a comma or the end is expected");
  return matchers;
}

std::string to_string(const Matcher& matcher) {
  const char* sign = "=";
  if (matcher.op == Matcher::Op::not_equal) sign = "!=";
  if (matcher.op == Matcher::Op::match) sign = "=~";
  if (matcher.op == Matcher::Op::no_match) sign = "!~";
  std::string text = matcher.label + sign + '"';
  for (const char c : matcher.value) {
    if (c == '\\' || c == '"') text += '\\';
    text += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return text + '"';
}

}  // namespace misfire
