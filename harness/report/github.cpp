#include "report/github.hpp"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "base/duration.hpp"
#include "report/markdown.hpp"
#include "report/paint.hpp"

namespace misfire {
namespace {

constexpr std::size_t kLongest = 60'000;  // of a message; the whole summary may have 1 MiB
constexpr std::size_t kMostRuns = 500;    // of a summary

/// As a value of a workflow command.
std::string message_text(const std::string& text) {
  std::string out;
  for (const char c : text.substr(0, kLongest)) {
    if (c == '%' || c == '\r' || c == '\n') {
      out += fmt::format("%{:02X}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return printable(out);
}

/// The same as one of its properties, which commas and colons end.
std::string property_text(const std::string& text) {
  std::string out;
  for (const char c : message_text(text)) {
    if (c == ':' || c == ',') {
      out += fmt::format("%{:02X}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::vector<std::string> reasons_of(const ReportedRun& run) {
  const auto report = nlohmann::json::parse(run.report, nullptr, false);
  std::vector<std::string> reasons;
  if (!report.is_object() || !report.contains("reasons")) return reasons;
  for (const auto& reason : report["reasons"]) {
    if (reason.is_string()) reasons.push_back(reason.get<std::string>());
  }
  return reasons;
}

/// "auth after 2 min 31 s, network after 4 min 54 s": who was to be told, and was.
std::string told(const ReportedRun& run) {
  const auto report = nlohmann::json::parse(run.report, nullptr, false);
  std::string text;
  if (!report.is_object() || !report.contains("alerts")) return "–";
  for (const auto& alert : report["alerts"]) {
    if (!alert.value("expected", false)) continue;
    const auto notified = alert.find("notified_s");
    const bool came = notified != alert.end() && notified->is_number();
    text += fmt::format(
        "{}{} {}", text.empty() ? "" : ", ", markdown(alert.value("team", "")),
        came ? "after " + human_duration(model_seconds(notified->get<double>())) : "never");
  }
  return text.empty() ? "–" : text;
}

const char* sign(Verdict verdict) {
  constexpr std::array<const char*, 4> kSigns{"✅", "❌", "➖",
                                              "⚠️"};  // pass fail unsupported invalid
  return kSigns.at(static_cast<std::size_t>(verdict));
}

}  // namespace

std::string github_annotations(const std::vector<ReportedRun>& runs) {
  std::string text;
  for (const ReportedRun& run : runs) {
    const bool failed = run.line.verdict == Verdict::fail;
    if (!failed && run.line.verdict != Verdict::invalid) continue;
    std::string message;
    for (const std::string& reason : reasons_of(run)) {
      message += (message.empty() ? "" : "\n") + reason;
    }
    if (message.empty()) message = run.line.headline;
    text += fmt::format("::{} {}title={}::{}\n", failed ? "error" : "warning",
                        run.file.empty() ? "" : "file=" + property_text(run.file) + ",line=1,",
                        property_text(fmt::format("{} {}", run.line.scenario,
                                                  failed ? "failed" : "proves nothing")),
                        message_text(message));
  }
  return text;
}

std::string github_summary(const std::vector<ReportedRun>& runs) {
  std::string text = "## Misfire\n\n| | scenario | who was told | |\n| --- | --- | --- | --- |\n";
  std::string details;
  std::size_t shown = 0;
  for (const ReportedRun& run : runs) {
    if (++shown > kMostRuns) break;
    text += fmt::format("| {} {} | {} | {} | {} |\n", sign(run.line.verdict),
                        to_string(run.line.verdict), markdown_code(run.line.scenario), told(run),
                        markdown_prose(run.line.headline));
    const auto reasons = reasons_of(run);
    if (run.line.verdict == Verdict::pass || reasons.size() < 2) continue;
    details += fmt::format("\n### {}\n\n", markdown_code(run.line.scenario));
    for (const std::string& reason : reasons) details += "- " + markdown_prose(reason) + "\n";
  }
  if (runs.size() > kMostRuns) text += fmt::format("\n… and {} more.\n", runs.size() - kMostRuns);
  return text + details;
}

}  // namespace misfire
