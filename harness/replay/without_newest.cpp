#include "replay/without_newest.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/duration.hpp"
#include "monitor/promql_scale.hpp"
#include "monitor/promql_selector.hpp"
#include "monitor/promql_tokens.hpp"

namespace misfire {
namespace {

using Kind = PromqlToken::Kind;

bool is_word(const PromqlToken& token, std::string_view word) {
  return token.kind == Kind::name &&
         std::equal(token.text.begin(), token.text.end(), word.begin(), word.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

/// Words before a list of labels in parentheses.
bool lists_labels(const PromqlToken& token) {
  return is_word(token, "by") || is_word(token, "without") || is_word(token, "on") ||
         is_word(token, "ignoring") || is_word(token, "group_left") ||
         is_word(token, "group_right");
}

class Edit {
 public:
  Edit(std::string_view text, std::vector<PromqlToken> tokens, ScaledPromql scaled, Duration by)
      : text_(text),
        tokens_(std::move(tokens)),
        scaled_(std::move(scaled)),
        by_(std::chrono::ceil<std::chrono::milliseconds>(by)) {}

  std::optional<std::string> run(const std::function<bool(const std::string&)>& hides) {
    for (const PromqlToken& token : tokens_) {
      if (token.is("@") || token.is(":")) return {};
    }
    while (at_ < tokens_.size() && tokens_[at_].kind != Kind::end) {
      if (lists_labels(tokens_[at_]) && now(1).is("(")) {
        while (tokens_[at_].kind != Kind::end && !tokens_[at_].is(")")) ++at_;
      } else if (const std::string* selector = selector_here()) {
        if (!hide(*selector, hides(metric_named(*selector)))) return {};
      } else {
        ++at_;
      }
    }
    out_ += text_.substr(copied_);
    return std::move(out_);
  }

 private:
  const PromqlToken& now(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }

  /// The longest of the known selectors that begins at this token.
  const std::string* selector_here() const {
    const PromqlToken& token = now();
    if (token.kind != Kind::name && !token.is("{")) return nullptr;
    if (token.kind == Kind::name && now(1).is("(")) return nullptr;
    const std::string* found = nullptr;
    for (const ScaledPromql::Selector& one : scaled_.selectors) {
      if (text_.substr(token.at, one.text.size()) != one.text) continue;
      if (found == nullptr || one.text.size() > found->size()) found = &one.text;
    }
    return found;
  }

  void copy_until(std::size_t offset) {
    out_ += text_.substr(copied_, offset - copied_);
    copied_ = offset;
  }

  /// Steps over the selector with its range and offset, and edits it.
  bool hide(const std::string& selector, bool hides) {
    const std::size_t end = now().at + selector.size();
    while (now().kind != Kind::end && now().at < end) ++at_;
    std::size_t insert = end;
    if (now().is("[")) {
      const PromqlToken& range = now(1);
      const auto length = parse_duration(range.text);
      if (!length || !now(2).is("]")) return false;
      insert = now(2).at + 1;
      at_ += 3;
      // What looks back sees nothing of it.
      if (is_word(now(), "offset") || !hides) return true;
      if (length->value <= by_) return false;
      copy_until(range.at);
      out_ += fmt::format("{}ms", (length->value - by_).count());
      copied_ = range.at + range.text.size();
    } else if (is_word(now(), "offset") || !hides) {
      return true;
    }
    copy_until(insert);
    out_ += fmt::format(" offset {}ms", by_.count());
    return true;
  }

  std::string_view text_;
  std::vector<PromqlToken> tokens_;
  ScaledPromql scaled_;
  std::chrono::milliseconds by_;
  std::size_t at_ = 0, copied_ = 0;
  std::string out_;
};

}  // namespace

std::optional<std::string> without_newest(
    std::string_view expression, Duration by,
    const std::function<bool(const std::string& metric)>& hides) {
  if (by <= Duration()) return std::string(expression);
  auto tokens = promql_tokens(expression);
  auto scaled = scale_promql(expression, 1);
  if (!tokens || !scaled) return {};
  return Edit(expression, std::move(*tokens), std::move(*scaled), by).run(hides);
}

}  // namespace misfire
