#include "cli/audit_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "audit/columns.hpp"
#include "report/paint.hpp"

namespace misfire {
namespace {

/// Longer lines are cut: a generated file may have all on one.
constexpr std::size_t kWidest = 160;

Ink ink_of(Severity severity) {
  return severity == Severity::error     ? Ink::red
         : severity == Severity::warning ? Ink::yellow
                                         : Ink::cyan;
}

/// A tab is a space here and in the underline, so that both agree wherever it stands.
std::string shown(std::string_view text) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '\t', ' ');
  return printable(spaced);
}

/// The line with its number, and below it the underline.
std::string quoted(const Finding& finding, std::string_view line, const Secrets& secrets,
                   const Paint& paint) {
  const Position& where = finding.place.where;
  const std::string whole(line);
  const std::string hidden = secrets.hide(whole);
  const std::string margin = fmt::format("{:>5} | ", where.line);
  if (hidden != whole || line.empty()) {  // columns no longer agree
    return hidden.empty()
               ? ""
               : margin + left(shown(hidden), std::min(columns(shown(hidden)), kWidest)) + "\n";
  }
  const std::size_t from =
      std::min(static_cast<std::size_t>(std::max(where.column, 1)) - 1, line.size());
  const std::size_t to =
      finding.place.end_column > 0
          ? std::min(static_cast<std::size_t>(finding.place.end_column) - 1, line.size())
          : line.size();
  const std::string before = shown(line.substr(0, from));
  const std::string marked = shown(line.substr(from, to > from ? to - from : 0));
  std::string text = shown(line);
  const std::size_t width = columns(text);
  if (width > kWidest) text = left(text, kWidest);
  std::string out = margin + text + "\n";
  if (columns(before) >= kWidest) return out;
  const std::size_t room = kWidest - columns(before);
  const std::size_t length = std::clamp<std::size_t>(columns(marked), 1, room);
  return out + "      | " + std::string(columns(before), ' ') +
         paint(ink_of(finding.severity), "^" + std::string(length - 1, '~')) + "\n";
}

std::string counted(std::size_t number, const char* what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

std::string summary(const Audit& audit) {
  std::array<std::size_t, 3> counts{};
  std::size_t suppressed = 0;
  for (const Finding& finding : audit.findings) {
    finding.suppressed.empty() ? ++counts[static_cast<std::size_t>(finding.severity)]
                               : ++suppressed;
  }
  std::string text = fmt::format("{}: {}, {}, {}", counted(audit.files.size(), "file"),
                                 counted(counts[0], "error"), counted(counts[1], "warning"),
                                 counted(counts[2], "note"));
  if (suppressed > 0) text += fmt::format("; {} suppressed", suppressed);
  return text;
}

}  // namespace

std::string audit_text(const Audit& audit, Severity least, TerminalStyle style) {
  const Paint paint(style.colour);
  std::map<std::string_view, TextLines> lines;
  for (const AuditedFile& file : audit.files) lines.emplace(file.name, TextLines(file.text));
  std::string text;
  for (const Finding& finding : audit.findings) {
    if (!finding.suppressed.empty() || finding.severity > least) continue;
    const Position& where = finding.place.where;
    text += paint(Ink::bold, printable(to_string(where)) + ": ");
    text += paint(ink_of(finding.severity), fmt::format("{}: ", to_string(finding.severity)));
    text += printable(finding.place.message) + paint(Ink::dim, " [" + finding.rule + "]") + "\n";
    text += quoted(finding, lines[where.file][where.line], audit.secrets, paint);
  }
  return text + summary(audit);
}

std::string rules_text(const std::vector<RuleDoc>& docs) {
  std::string text;
  for (const RuleDoc& doc : docs) {
    text += fmt::format("{:<40} {:<8} {}\n", doc.id, to_string(doc.severity), doc.title);
  }
  return text + counted(docs.size(), "rule");
}

std::string rule_text(const RuleDoc& doc, TerminalStyle style) {
  const Paint paint(style.colour);
  const std::size_t width = static_cast<std::size_t>(style.width);
  const auto paragraph = [&](const char* heading, const std::string& body) {
    if (body.empty()) return std::string();
    return "\n" + paint(Ink::bold, heading) + "\n  " + wrap(body, width, 2, 2) + "\n";
  };
  const auto code = [&](const char* heading, const std::string& lines) {
    if (lines.empty()) return std::string();
    std::string indented;
    for (const char c : lines) indented += c == '\n' ? std::string("\n    ") : std::string(1, c);
    return "\n" + paint(Ink::bold, heading) + "\n    " + indented + "\n";
  };
  std::string text = fmt::format("{}: {}\n{}, {}\n", doc.id, doc.title, to_string(doc.severity),
                                 to_string(doc.topic));
  text += paragraph("why", doc.why) + paragraph("seen in", doc.incident) +
          paragraph("what to do", doc.fix) + code("instead of", doc.bad) + code("write", doc.good);
  text.pop_back();
  return text;
}

}  // namespace misfire
