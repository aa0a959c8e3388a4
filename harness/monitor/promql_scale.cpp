#include "monitor/promql_scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "base/duration.hpp"
#include "monitor/promql_care.hpp"
#include "monitor/promql_tokens.hpp"

namespace misfire {
namespace {

using Kind = PromqlToken::Kind;

bool same_word(std::string_view text, std::string_view word) {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

template <class... Words>
bool one_of(std::string_view text, const Words&... words) {
  return (same_word(text, words) || ...);
}

// Walks the tokens once. An operand is a selector, a literal, or something in parentheses; what
// follows it ([range], offset) reaches back for every selector within that operand.
class Walk {
 public:
  Walk(std::string_view text, std::vector<PromqlToken> tokens, double speed,
       const RecordedNames& recorded)
      : text_(text), tokens_(std::move(tokens)), speed_(speed), recorded_(recorded) {}

  Result<ScaledPromql> run() {
    while (now().kind != Kind::end && !error_) {
      if (after_operand_) {
        after_operand();
      } else {
        operand();
      }
    }
    if (!error_) finish_age();
    if (!error_ && !open_.empty()) fail(open_.back().at, "this bracket is never closed");
    if (!error_ && !after_operand_) {
      fail(end_of_text(),
           tokens_.size() == 1 ? "the expression is empty" : "an operand is missing");
    }
    if (error_) return tl::unexpected(*error_);
    out_.text += text_.substr(copied_);
    for (const Newest& newest : newest_) tell_ahead(newest);
    out_.compressible = care_.compressible();
    out_.why = care_.why();
    return std::move(out_);
  }

 private:
  struct Open {
    std::size_t at;         // the bracket's offset
    std::size_t selectors;  // how many selectors there were before it
  };

  /// Behind its last word: in a block of YAML, lines that are not its own come after its last line.
  std::size_t end_of_text() const { return text_.find_last_not_of(" \t\r\n") + 1; }

  const PromqlToken& now() const { return tokens_[i_]; }
  const PromqlToken& next() const { return tokens_[std::min(i_ + 1, tokens_.size() - 1)]; }

  void fail(std::size_t at, std::string message, std::string hint = {}) {
    if (!error_) error_ = promql_error(text_, at, std::move(message), std::move(hint));
  }
  void unexpected() {
    if (now().kind == Kind::end) return fail(end_of_text(), "the expression ends too early");
    fail(now().at, fmt::format("\"{}\" is not understood here", now().text));
  }

  void operand() {
    const PromqlToken& token = now();
    switch (token.kind) {
      case Kind::number:
      case Kind::string:
        return literal();
      case Kind::duration:
        return fail(token.at, fmt::format("\"{}\" is a duration outside of a range", token.text),
                    "durations as numbers cannot be scaled; write seconds");
      case Kind::name:
        return name();
      case Kind::punctuation:
        break;
      case Kind::end:
        return;
    }
    if (token.is("(")) {
      open_.push_back({token.at, found_.size()});
      ++i_;
    } else if (token.is("{")) {
      selector();
    } else if (token.is("+") || token.is("-")) {
      ++i_;
    } else if (token.is(")") && i_ > 0 && tokens_[i_ - 1].is("(")) {
      close();  // f()
    } else if (token.is(")") && !open_.empty() && i_ > 0 && tokens_[i_ - 1].is(",")) {
      close();  // sum(x,)
    } else {
      unexpected();
    }
  }

  void literal() {
    unit_ = found_.size();
    after_operand_ = true;
    ++i_;
  }

  static bool is_matching(std::string_view word) {
    return one_of(word, "on", "ignoring", "group_left", "group_right");
  }

  void name() {
    const std::string_view word = now().text;
    if (one_of(word, "bool")) {
      ++i_;
    } else if (is_matching(word) && i_ > 0) {
      ++i_;
      if (now().is("(")) label_list();
    } else if (one_of(word, "inf", "nan") && !next().is("{") && !next().is("(")) {
      literal();
    } else if (next().is("(")) {
      care_.function(word);
      ++i_;
    } else if (next().kind == Kind::name && one_of(next().text, "by", "without")) {
      i_ += 2;  // sum by (…) (…)
      label_list();
      if (!error_ && !now().is("(")) unexpected();
    } else {
      selector();
    }
  }

  void label_list() {
    if (!now().is("(")) return unexpected();
    const std::size_t start = now().at;
    for (++i_; !now().is(")"); ++i_) {
      if (now().kind == Kind::end) return fail(start, "this bracket is never closed");
      if (now().kind != Kind::name && now().kind != Kind::string && !now().is(",")) {
        return unexpected();
      }
    }
    ++i_;
  }

  void selector() {
    const std::size_t start = now().at;
    std::size_t end = start;
    std::string metric;
    if (now().kind == Kind::name) {
      metric = now().text;
      end = start + now().text.size();
      ++i_;
    }
    if (now().is("{")) {
      const std::size_t brace = now().at;
      for (++i_; !now().is("}"); ++i_) {
        if (now().kind == Kind::end) return fail(brace, "this bracket is never closed");
        if (!in_matchers(now())) return unexpected();
        if (metric.empty() && now().text == "__name__" && next().is("=") &&
            i_ + 2 < tokens_.size()) {
          const std::string_view quoted = tokens_[i_ + 2].text;
          if (quoted.size() > 2) metric = quoted.substr(1, quoted.size() - 2);
        }
      }
      end = now().at + 1;
      ++i_;
    }
    unit_ = found_.size();
    found_.push_back(std::string(text_.substr(start, end - start)));
    reach_.emplace_back();
    newest_.emplace_back();
    note(found_.back(), {});
    care_.metric(metric);
    if (is_age(metric) && !recorded_.contains(metric)) age(start, metric);
    after_operand_ = true;
  }

  // An age in wall time, times the speed, is the age in model time. Whether it exists is the same
  // in both.
  void age(std::size_t start, const std::string& metric) {
    if (now().is("[")) return care_.age(metric);
    if (speed_ == 1 || only_whether_it_exists(start)) return;
    copy_until(start);
    // Without a list of its own, such a word would take what is in parentheses for one.
    const std::size_t first = token_at(start);
    if (first > 0 && is_matching(tokens_[first - 1].text)) out_.text += "() ";
    out_.text += '(';
    age_ = true;
  }

  std::size_t token_at(std::size_t start) const {
    std::size_t first = i_;
    while (tokens_[first].at > start) --first;
    return first;
  }

  bool only_whether_it_exists(std::size_t start) const {
    const std::size_t first = token_at(start);
    return first >= 2 && tokens_[first - 1].is("(") && one_of(tokens_[first - 2].text, "absent") &&
           now().is(")");
  }

  // Modifiers belong to the selector.
  void finish_age() {
    if (!age_) return;
    age_ = false;
    copy_until(tokens_[i_ - 1].at + tokens_[i_ - 1].text.size());
    out_.text += fmt::format(" * {:g})", speed_);
  }

  void copy_until(std::size_t at) {
    out_.text += text_.substr(copied_, at - copied_);
    copied_ = at;
  }

  static bool in_matchers(const PromqlToken& t) {
    return t.kind == Kind::name || t.kind == Kind::string || t.is(",") || t.is("=") || t.is("!=") ||
           t.is("=~") || t.is("!~");
  }

  void after_operand() {
    const PromqlToken& token = now();
    if (!one_of(token.text, "offset") && !token.is("@")) finish_age();
    if (token.kind == Kind::name) return word_after_operand();
    if (token.kind != Kind::punctuation) return unexpected();
    if (token.is("[")) return range();
    if (token.is("@")) return at_modifier();
    if (token.is(")")) return close();
    if (token.is("{") || token.is("}") || token.is("]") || token.is("(") || token.is(":") ||
        token.is("=") || token.is("=~") || token.is("!~")) {
      return unexpected();
    }
    if (token.is(",") && open_.empty()) return unexpected();
    after_operand_ = false;  // an operator, or the next argument
    ++i_;
  }

  void word_after_operand() {
    const std::string_view word = now().text;
    if (one_of(word, "offset")) {
      const std::size_t word_at = now().at;
      ++i_;
      const bool negative = now().is("-");
      if (negative || now().is("+")) ++i_;
      const std::size_t at = now().at;
      const ModelDuration offset = duration("offset");
      if (error_) return;
      if (negative) care_.future(text_.substr(word_at, now().at - word_at));
      shift(negative ? ModelDuration{-offset.value} : offset, word_at);
      if (offset.value >= std::chrono::hours(24)) care_.days(text_.substr(at, now().at - at));
      reach_back(negative ? ModelDuration{-offset.value} : offset);
    } else if (one_of(word, "and", "or", "unless", "atan2")) {
      after_operand_ = false;
      ++i_;
    } else if (one_of(word, "by", "without") && i_ > 0 && tokens_[i_ - 1].is(")")) {
      ++i_;
      label_list();  // sum(…) by (…): the operand stays the aggregation
    } else {
      unexpected();
    }
  }

  void close() {
    if (open_.empty()) return fail(now().at, "this bracket was never opened");
    unit_ = open_.back().selectors;
    seal();
    open_.pop_back();
    after_operand_ = true;
    ++i_;
  }

  void at_modifier() {
    care_.at();
    const std::size_t at = now().at;
    ++i_;
    const bool negative = now().is("-");
    if (negative || now().is("+")) ++i_;
    if (now().kind == Kind::number) {
      const double seconds = std::strtod(std::string(now().text).c_str(), nullptr);
      ++i_;
      fix(at, negative ? -seconds : seconds);
    } else if (now().kind == Kind::name && one_of(now().text, "start", "end") && next().is("(")) {
      i_ += 2;
      if (!now().is(")")) return unexpected();
      ++i_;
      fix(at, {});  // a rule's start and end are its evaluation
    } else {
      unexpected();
    }
  }

  /// The newest sample that a selector asks for, as its modifiers and those around it say.
  struct Newest {
    ModelDuration ago;              // before the evaluation, or before the instant
    std::size_t at = 0, end = 0;    // the modifier that may look ahead, in the text
    bool fixed = false;             // by "@"
    bool sealed = false;            // by "@" further inside: modifiers here say nothing of it
    std::optional<double> instant;  // seconds since 1970
  };

  void shift(ModelDuration by, std::size_t at) {
    for (std::size_t k = unit_; k < newest_.size(); ++k) {
      Newest& newest = newest_[k];
      if (newest.sealed) continue;
      newest.ago = newest.ago + by;
      if (by.value.count() < 0 && !newest.instant) mark(newest, at);
    }
  }

  void fix(std::size_t at, std::optional<double> instant) {
    for (std::size_t k = unit_; k < newest_.size(); ++k) {
      Newest& newest = newest_[k];
      if (newest.fixed) continue;
      newest.fixed = true;
      newest.instant = instant;
      if (instant || newest.end == 0) mark(newest, at);
    }
  }

  void mark(Newest& newest, std::size_t at) const {
    newest.at = at;
    newest.end = tokens_[i_ - 1].at + tokens_[i_ - 1].text.size();
  }

  /// What comes after an operand is about all of it.
  void seal() {
    for (std::size_t k = unit_; k < newest_.size(); ++k) newest_[k].sealed = newest_[k].fixed;
  }

  void tell_ahead(const Newest& newest) {
    if (!newest.instant && newest.ago.value.count() >= 0) return;
    ScaledPromql::Ahead ahead;
    ahead.where = *promql_error(text_, newest.at, "").where;
    ahead.text = text_.substr(newest.at, newest.end - newest.at);
    if (newest.instant) {
      const double seconds = *newest.instant - newest.ago.seconds() / speed_;
      // What is out of range lies in the past of all recordings, or in their future.
      constexpr double kFar = 9e9;
      ahead.instant = Instant(from_seconds(std::clamp(seconds, -kFar, kFar)));
    }
    const bool told = std::any_of(out_.ahead.begin(), out_.ahead.end(),
                                  [&](const auto& one) { return one.where == ahead.where; });
    if (!told) out_.ahead.push_back(std::move(ahead));
  }

  void range() {
    ++i_;
    const ModelDuration reach = duration("range");
    if (error_) return;
    if (now().is(":")) {
      ++i_;
      seal();
      if (!now().is("]")) duration("step");
    }
    if (error_) return;
    if (!now().is("]")) {
      return fail(now().kind == Kind::end ? text_.size() : now().at, "a range holds one duration",
                  "durations that are computed cannot be scaled; write the result");
    }
    ++i_;
    reach_back(reach);
  }

  // Copies what came before, writes the scaled duration, and steps over it.
  ModelDuration duration(std::string_view what) {
    const PromqlToken& token = now();
    if (token.kind != Kind::duration) {
      const std::string shown =
          token.kind == Kind::end ? "the end" : fmt::format("\"{}\"", token.text);
      fail(token.kind == Kind::end ? text_.size() : token.at,
           fmt::format("this {} must be a duration, not {}", what, shown),
           token.kind == Kind::number ? fmt::format("write {}s", token.text) : "for example 5m");
      return {};
    }
    const auto parsed = parse_duration(token.text);
    if (!parsed) {
      fail(token.at, parsed.error().message, parsed.error().hint);
      return {};
    }
    copy_until(token.at);
    out_.text += speed_ == 1 ? std::string(token.text) : scaled_duration(*parsed, speed_);
    copied_ = token.at + token.text.size();
    ++i_;
    return *parsed;
  }

  void reach_back(ModelDuration by) {
    // An operand without selectors, time()[1h:], has a window all the same.
    out_.longest_window = std::max(out_.longest_window, by);
    for (std::size_t k = unit_; k < found_.size(); ++k) {
      reach_[k] = reach_[k] + by;
      note(found_[k], reach_[k]);
    }
  }

  void note(const std::string& selector, ModelDuration reach) {
    out_.longest_window = std::max(out_.longest_window, reach);
    for (ScaledPromql::Selector& known : out_.selectors) {
      if (known.text != selector) continue;
      known.reach = std::max(known.reach, reach);
      return;
    }
    out_.selectors.push_back({selector, reach});
  }

  std::string_view text_;
  std::vector<PromqlToken> tokens_;
  double speed_;
  const RecordedNames& recorded_;
  bool age_ = false;  // within a selector that is multiplied
  std::size_t i_ = 0;
  std::size_t copied_ = 0;  // bytes of the text that are in out_.text already
  bool after_operand_ = false;
  std::size_t unit_ = 0;  // first selector of the last operand
  std::vector<Open> open_;
  std::vector<std::string> found_;  // selectors in order, with doubles
  std::vector<ModelDuration> reach_;
  std::vector<Newest> newest_;  // of each of them
  PromqlCare care_;
  ScaledPromql out_;
  std::optional<Error> error_;
};

}  // namespace

std::string scaled_duration(ModelDuration d, double speed) {
  const double ms = static_cast<double>(d.value.count()) / speed;
  return fmt::format("{}ms", d.value.count() == 0 ? 0 : std::max(1L, std::lround(ms)));
}

Result<ScaledPromql> scale_promql(std::string_view expression, double speed,
                                  const RecordedNames& recorded) {
  auto tokens = promql_tokens(expression);
  if (!tokens) return tl::unexpected(tokens.error());
  return Walk(expression, std::move(*tokens), speed, recorded).run();
}

}  // namespace misfire
