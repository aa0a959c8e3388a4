#include "report/openmetrics.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "report/run_figures.hpp"
#include "report/utf8.hpp"

namespace misfire {
namespace {

using Json = nlohmann::json;

/// A label's value: backslash, quote and line end escaped, UTF-8 whatever comes.
std::string value(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const Character c = first_character(text);
    if (!c.valid) {
      out += "\uFFFD";
    } else if (c.code == U'\n') {
      out += "\\n";
    } else {
      if (c.code == U'\\' || c.code == U'"') out += '\\';
      out += text.substr(0, c.bytes);
    }
    text.remove_prefix(c.bytes);
  }
  return out + '"';
}

/// Metric families in order, each with its samples by labels: no series twice.
class Exposition {
 public:
  void family(const std::string& name, const std::string& help) {
    name_ = name;
    text_ += fmt::format("# TYPE {} gauge\n# HELP {} {}\n", name, name, help);
    samples_.clear();
  }
  void sample(const std::string& labels, double number) { samples_[labels] = number; }
  void end_family() {
    for (const auto& [labels, number] : samples_) {
      text_ +=
          fmt::format("{}{} {:.15g}\n", name_, labels.empty() ? "" : "{" + labels + "}", number);
    }
  }
  std::string text() const { return text_ + "# EOF\n"; }

 private:
  std::string name_, text_;
  std::map<std::string, double> samples_;
};

struct One {
  std::string labels;  ///< scenario and system
  std::string verdict;
  RunFigures figures;
  Json report;
};

std::vector<One> read(const std::vector<ReportedRun>& runs) {
  std::vector<One> all;
  for (const ReportedRun& run : runs) {
    auto figures = run_figures(run.report);
    if (!figures) continue;
    const std::string labels =
        fmt::format("scenario={},system={}", value(figures->scenario), value(figures->system));
    all.push_back({labels, to_string(run.line.verdict), std::move(*figures),
                   Json::parse(run.report, nullptr, false)});
  }
  return all;
}

void alerts(Exposition& out, const std::vector<One>& runs, const char* key) {
  for (const One& run : runs) {
    const auto found = run.report.find("alerts");
    if (!run.figures.proves || found == run.report.end()) continue;
    for (const Json& alert : *found) {
      const auto seconds = alert.find(key);
      if (!alert.value("expected", false) || seconds == alert.end() || !seconds->is_number())
        continue;
      out.sample(fmt::format("{},alert={},team={}", run.labels, value(alert.value("name", "")),
                             value(alert.value("team", ""))),
                 seconds->get<double>());
    }
  }
}

}  // namespace

std::string openmetrics(const std::vector<ReportedRun>& reported, Instant finished) {
  const std::vector<One> runs = read(reported);
  Exposition out;
  out.family("misfire_runs", "Runs of the last suite by verdict.");
  std::map<std::string, double> counts;
  for (const One& run : runs) {
    for (const char* verdict : {"pass", "fail", "invalid", "unsupported"}) {
      counts[fmt::format("{},verdict={}", run.labels, value(verdict))] += run.verdict == verdict;
    }
  }
  for (const auto& [labels, count] : counts) out.sample(labels, count);
  out.end_family();
  out.family("misfire_failed_logins_ratio",
             "Share of the logins that failed while the fault lasted.");
  for (const One& run : runs) {
    if (run.figures.proves && run.figures.failed_ratio)
      out.sample(run.labels, *run.figures.failed_ratio);
  }
  out.end_family();
  out.family("misfire_notified_seconds",
             "Model time until an expected alert reached its team; absent when it never did.");
  alerts(out, runs, "notified_s");
  out.end_family();
  out.family("misfire_limit_seconds", "Model time within which it must.");
  alerts(out, runs, "within_s");
  out.end_family();
  out.family("misfire_suite_finished_timestamp_seconds", "When the last suite ended.");
  out.sample("", static_cast<double>(to_nanos(finished)) / 1e9);
  out.end_family();
  return out.text();
}

}  // namespace misfire
