#include "audit/suppression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/nearest.hpp"
#include "base/trimmed.hpp"

namespace misfire {
namespace {

constexpr std::string_view kMark = "misfire:";
constexpr int kMostGuesses = 100;  // in one audit: who has more mistakes than that has one cause
constexpr const char* kBad = "audit/bad-suppression";
constexpr const char* kUnknown = "audit/unknown-rule";
constexpr const char* kUnused = "audit/unused-suppression";

/// Where "misfire:" stands behind a '#' and nothing but spaces; npos where it does not.
std::size_t find_mark(std::string_view line) {
  for (std::size_t at = line.find(kMark); at != line.npos; at = line.find(kMark, at + 1)) {
    const std::string_view before = trimmed(line.substr(0, at));
    if (before.ends_with('#')) return at;
  }
  return line.npos;
}

/// "allow a/b, c/d: reason" → one suppression a rule.
std::vector<Suppression> parse(std::string_view text, const Suppression& start) {
  const std::string_view body = trimmed(text);
  if (!body.starts_with("allow ")) return {start};
  const std::size_t colon = body.find(':');
  Suppression one = start;
  if (colon != body.npos) one.reason = std::string(trimmed(body.substr(colon + 1)));
  std::string_view names = body.substr(6, colon == body.npos ? body.npos : colon - 6);
  std::vector<Suppression> all;
  while (!names.empty()) {
    const std::size_t comma = names.find(',');
    one.rule = std::string(trimmed(names.substr(0, comma)));
    all.push_back(one);
    names = comma == names.npos ? std::string_view{} : names.substr(comma + 1);
  }
  return all.empty() ? std::vector{start} : all;
}

Finding about(const Suppression& suppression, const RuleDoc& rule, std::string message) {
  return {rule.id, rule.severity, {suppression.where, suppression.end_column, std::move(message)}};
}

RuleDoc rule_of(const char* id) {
  for (RuleDoc& rule : suppression_rules()) {
    if (rule.id == id) return rule;
  }
  return {};
}

}  // namespace

std::vector<Suppression> read_suppressions(std::string_view text, const std::string& file) {
  std::vector<Suppression> all;
  std::size_t waiting = 0;  // the first of those that speak of the next line
  int number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    const std::string_view code = trimmed(line);
    const bool comment = code.starts_with('#');
    if (!code.empty() && !comment) {
      for (; waiting < all.size(); ++waiting) all[waiting].line = number;
    }
    const std::size_t mark = find_mark(line);
    if (mark == line.npos) continue;
    Suppression start;
    start.where = {file, number, static_cast<int>(mark) + 1};
    start.end_column = static_cast<int>(line.find_last_not_of(" \t\r")) + 2;
    for (Suppression& one : parse(line.substr(mark + kMark.size()), start)) {
      if (!comment) one.line = number;
      all.push_back(std::move(one));
    }
    if (!comment) waiting = all.size();
  }
  return all;
}

void apply_suppressions(const std::vector<Suppression>& suppressions,
                        const std::vector<std::string>& known, std::vector<Finding>& findings) {
  using Key = std::tuple<std::string, int, std::string>;
  std::multimap<Key, std::size_t> at;
  for (std::size_t i = 0; i < findings.size() && !suppressions.empty(); ++i) {
    const Position& where = findings[i].place.where;
    at.emplace(Key{where.file, where.line, findings[i].rule}, i);
  }
  const std::set<std::string> names(known.begin(), known.end());
  const RuleDoc bad = rule_of(kBad), unknown = rule_of(kUnknown), unused = rule_of(kUnused);
  std::vector<Finding> more;
  int guesses = 0;
  for (const Suppression& one : suppressions) {
    if (one.rule.empty()) {
      more.push_back(about(one, bad, "expected \"misfire: allow RULE: REASON\""));
      continue;
    }
    if (!names.contains(one.rule)) {
      const auto near = ++guesses <= kMostGuesses ? nearest(one.rule, known) : std::nullopt;
      more.push_back(about(one, unknown,
                           fmt::format("there is no rule \"{}\"{}", one.rule,
                                       near ? fmt::format("; did you mean \"{}\"?", *near) : "")));
      continue;
    }
    if (one.reason.empty()) {
      more.push_back(
          about(one, bad,
                fmt::format("{} is not suppressed: write the reason behind a colon", one.rule)));
      continue;
    }
    const auto [from, to] = at.equal_range(Key{one.where.file, one.line, one.rule});
    for (auto it = from; it != to; ++it) findings[it->second].suppressed = one.reason;
    if (from != to) continue;
    more.push_back(about(one, unused,
                         one.line == 0
                             ? fmt::format("no line follows that {} could be about", one.rule)
                             : fmt::format("{} finds nothing in line {}", one.rule, one.line)));
  }
  findings.insert(findings.end(), more.begin(), more.end());
}

std::vector<RuleDoc> suppression_rules() {
  RuleDoc bad;
  bad.id = kBad;
  bad.severity = Severity::warning;
  bad.topic = Topic::suppressions;
  bad.title = "A suppression without a reason, or one that is not understood";
  bad.why =
      "Whoever reads the file next year must know whether the reason still holds. A suppression "
      "that says none suppresses nothing.";
  bad.fix = "Write the rule and the reason, in the line itself or in the one above it.";
  bad.bad = "server db1 10.0.0.5:5432   # misfire: allow haproxy/no-check";
  bad.good =
      "server db1 10.0.0.5:5432   # misfire: allow haproxy/no-check: the cluster's agent moves the "
      "address";
  RuleDoc unknown;
  unknown.id = kUnknown;
  unknown.severity = Severity::warning;
  unknown.topic = Topic::suppressions;
  unknown.title = "A suppression of a rule that does not exist";
  unknown.why = "It suppresses nothing, although its author believes that the matter is settled.";
  unknown.fix = "Write the rule's name as the finding has it; misfire audit --rules lists them.";
  unknown.bad = "server db1 10.0.0.5:5432   # misfire: allow haproxy/no-cheks: moved by an agent";
  unknown.good = "server db1 10.0.0.5:5432   # misfire: allow haproxy/no-check: moved by an agent";
  RuleDoc unused;
  unused.id = kUnused;
  unused.severity = Severity::note;
  unused.topic = Topic::suppressions;
  unused.title = "A suppression that suppresses nothing";
  unused.why =
      "What it was about is mended or has moved. Left where it is, it will hide the same mistake "
      "when "
      "somebody makes it there again.";
  unused.fix = "Delete the comment, or move it to the line that it is about.";
  unused.bad =
      "server db1 10.0.0.5:5432 check   # misfire: allow haproxy/no-check: moved by an agent";
  unused.good = "server db1 10.0.0.5:5432 check";
  return {bad, unknown, unused};
}

}  // namespace misfire
