#include "monitor/promql_tree.hpp"

#include <charconv>
#include <limits>

#include "base/duration.hpp"
#include "base/lower_case.hpp"
#include "monitor/promql_tokens.hpp"

namespace misfire {
namespace {

using Kind = PromqlToken::Kind;

constexpr int kDeepest = 100;

/// How strongly an operator binds (Prometheus, promql/parser); 0: it is none.
int strength(const PromqlToken& token) {
  const std::string op = lower_case(token.text);
  if (token.kind == Kind::name) {
    return op == "or" ? 1 : op == "and" || op == "unless" ? 2 : op == "atan2" ? 5 : 0;
  }
  if (token.kind != Kind::punctuation) return 0;
  if (op == "==" || op == "!=" || op == ">" || op == "<" || op == ">=" || op == "<=") return 3;
  if (op == "+" || op == "-") return 4;
  if (op == "*" || op == "/" || op == "%") return 5;
  return op == "^" ? 6 : 0;
}

/// Recursive descent; the first thing that it does not understand ends it.
class Parser {
 public:
  Parser(std::string_view text, std::vector<PromqlToken> tokens)
      : text_(text), tokens_(std::move(tokens)) {}

  std::optional<PromqlNode> run() {
    PromqlNode tree = expression(1);
    if (failed_ || now().kind != Kind::end) return {};
    return tree;
  }

 private:
  const PromqlToken& now() const { return tokens_[i_]; }
  bool word(std::string_view expected) const {
    return now().kind == Kind::name && lower_case(now().text) == expected;
  }
  bool take(std::string_view punctuation) {
    if (!now().is(punctuation)) return false;
    ++i_;
    return true;
  }
  PromqlNode fail() {
    failed_ = true;
    return {};
  }

  PromqlNode expression(int least) {
    if (++depth_ > kDeepest) return fail();
    PromqlNode left = operand();
    for (int binds = strength(now()); !failed_ && binds >= least; binds = strength(now())) {
      PromqlNode joined{PromqlNode::Kind::binary, lower_case(now().text)};
      ++i_;
      vector_matching(joined);
      joined.children.push_back(std::move(left));
      joined.children.push_back(expression(binds == 6 ? binds : binds + 1));
      left = std::move(joined);
    }
    --depth_;
    return left;
  }

  void vector_matching(PromqlNode& joined) {
    joined.yes_no = word("bool");
    if (joined.yes_no) ++i_;
    while (word("on") || word("ignoring") || word("group_left") || word("group_right")) {
      ++i_;
      if (now().is("(")) labels();
    }
  }

  /// "(a, b)", behind which it ends.
  std::vector<std::string> labels() {
    std::vector<std::string> names;
    while (!failed_ && !now().is(")")) {
      if (now().kind == Kind::end) fail();
      if (now().kind == Kind::name) names.emplace_back(now().text);
      if (!failed_) ++i_;
    }
    if (!failed_) ++i_;
    return names;
  }

  PromqlNode operand() {
    if (now().is("+") || now().is("-")) {
      const bool minus = now().is("-");
      ++i_;
      PromqlNode of = expression(6);
      if (!minus) return of;
      PromqlNode node{PromqlNode::Kind::binary, "-"};
      node.children.emplace_back();
      node.children.push_back(std::move(of));
      return node;
    }
    PromqlNode node = primary();
    modifiers(node);
    return node;
  }

  PromqlNode primary() {
    const PromqlToken& token = now();
    if (token.kind == Kind::number) {
      ++i_;
      PromqlNode node;
      if (token.text.find_first_of("xX") != std::string_view::npos) return fail();
      std::from_chars(token.text.data(), token.text.data() + token.text.size(), node.value);
      return node;
    }
    if (token.kind == Kind::string) {
      ++i_;
      return PromqlNode{PromqlNode::Kind::text, std::string(token.text)};
    }
    if (take("(")) {
      PromqlNode node = expression(1);
      return take(")") ? node : fail();
    }
    if (token.is("{")) return selector();
    if (token.kind != Kind::name) return fail();
    const PromqlToken& next = tokens_[i_ + 1];
    if ((word("inf") || word("nan")) && !next.is("{") && !next.is("(")) {
      PromqlNode node;
      node.value = word("inf") ? std::numeric_limits<double>::infinity()
                               : std::numeric_limits<double>::quiet_NaN();
      ++i_;
      return node;
    }
    if (next.is("(")) return call();
    if (next.kind == Kind::name &&
        (lower_case(next.text) == "by" || lower_case(next.text) == "without")) {
      return call();
    }
    return selector();
  }

  /// f(a, b); sum by (x) (a); sum(a) by (x).
  PromqlNode call() {
    PromqlNode node{PromqlNode::Kind::call, lower_case(now().text)};
    ++i_;
    grouping(node);
    if (!take("(")) return fail();
    while (!failed_ && !now().is(")")) {
      node.children.push_back(expression(1));
      if (!take(",") && !now().is(")")) return fail();
    }
    if (!failed_) ++i_;
    grouping(node);
    return node;
  }

  void grouping(PromqlNode& node) {
    if (!word("by") && !word("without")) return;
    auto& names = word("by") ? node.by : node.without;
    ++i_;
    if (now().is("(")) {
      names = labels();
    } else {
      fail();
    }
  }

  PromqlNode selector() {
    PromqlNode node{PromqlNode::Kind::selector};
    const std::size_t begin = now().at;
    std::size_t end = begin;
    if (now().kind == Kind::name) {
      end = begin + now().text.size();
      ++i_;
    }
    if (now().is("{")) {
      while (now().kind != Kind::end && !now().is("}")) ++i_;
      if (now().kind == Kind::end) return fail();
      end = now().at + 1;
      ++i_;
    }
    node.name = text_.substr(begin, end - begin);
    return node;
  }

  void modifiers(PromqlNode& node) {
    while (!failed_) {
      if (now().is("[")) {
        range(node);
      } else if (word("offset")) {
        ++i_;
        if (now().is("-") || now().is("+")) ++i_;
        if (now().kind == Kind::end) fail();
        if (!failed_) ++i_;
      } else if (take("@")) {
        if (now().is("-") || now().is("+")) ++i_;
        if (now().kind == Kind::end) fail();
        if (!failed_ && now().kind == Kind::name) i_ += 2;  // start() or end()
        if (i_ >= tokens_.size()) fail();
        if (!failed_) ++i_;
      } else {
        return;
      }
      if (i_ >= tokens_.size()) {
        i_ = tokens_.size() - 1;
        fail();
      }
    }
  }

  void range(PromqlNode& node) {
    ++i_;
    const auto range = parse_duration(now().text);
    if (now().kind != Kind::duration || !range) {
      fail();
      return;
    }
    ++i_;
    if (now().is(":")) {
      node.subquery = true;
      ++i_;
      if (now().kind == Kind::duration) ++i_;
    } else if (node.kind == PromqlNode::Kind::selector) {
      node.range = *range;
    }
    if (!take("]")) fail();
  }

  std::string_view text_;
  std::vector<PromqlToken> tokens_;
  std::size_t i_ = 0;
  int depth_ = 0;
  bool failed_ = false;
};

}  // namespace

std::optional<PromqlNode> promql_tree(std::string_view expression) {
  auto tokens = promql_tokens(expression);
  if (!tokens) return {};
  return Parser(expression, std::move(*tokens)).run();
}

}  // namespace misfire
