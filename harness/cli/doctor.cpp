// misfire doctor: what this machine has, what it allows, and what to install.
#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "fault/misconfiguration.hpp"
#include "report/paint.hpp"
#include "run/doctor.hpp"
#include "run/locations.hpp"
#include "scenario/parse.hpp"

namespace misfire {
namespace {

struct Options {
  fs::path system, reports = "reports";
  bool json = false;
};

std::string as_text(const Examination& findings, const TerminalStyle& style) {
  const Paint paint(style.colour);
  std::size_t widest = 0;
  for (const Examined& finding : findings) widest = std::max(widest, columns(finding.about));
  const std::size_t indent = widest + 4;
  const auto width = static_cast<std::size_t>(style.width);
  std::string text;
  for (const Examined& finding : findings) {
    const bool good = finding.state == Examined::State::good;
    const bool bad = finding.state == Examined::State::bad;
    text += paint(good  ? Ink::green
                  : bad ? Ink::red
                        : Ink::yellow,
                  good  ? "✓"
                  : bad ? "✗"
                        : "!") +
            " " + left(finding.about, widest) + "  " +
            wrap(printable(finding.what), width, indent, indent) + "\n";
    if (!finding.hint.empty()) {
      text += std::string(indent, ' ') +
              paint(Ink::dim, wrap(printable(finding.hint), width, indent, indent)) + "\n";
    }
  }
  return text;
}

ExitCode act(const Options& options) {
  auto file = options.system.empty() ? default_system_file() : Result<fs::path>(options.system);
  if (!file) return refuse(file.error());
  const auto system = read_system(*file);
  if (!system) return refuse(system.error());
  const Examination findings = examine_machine(*system, options.reports);
  const auto count = [&](Examined::State state) {
    return std::count_if(findings.begin(), findings.end(),
                         [&](const Examined& finding) { return finding.state == state; });
  };
  const auto bad = count(Examined::State::bad), notes = count(Examined::State::note);
  say(as_text(findings, terminal_style()) +
      (bad > 0 ? fmt::format("{} of these must be mended before a run can work", bad)
               : fmt::format("this machine can run misfire{}",
                             notes > 0 ? fmt::format("; {} to note", notes) : "")));
  if (options.json) {
    auto list = nlohmann::ordered_json::array();
    for (const Examined& finding : findings) {
      list.push_back({{"about", finding.about},
                      {"state", to_string(finding.state)},
                      {"what", finding.what},
                      {"hint", finding.hint}});
    }
    print(nlohmann::ordered_json{
        {"schema", "misfire.doctor/1"}, {"ready", bad == 0}, {"findings", list}}
              .dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  return bad > 0 ? ExitCode::environment : ExitCode::passed;
}

}  // namespace

Command add_doctor(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand(
      "doctor", "Look at this machine: programs, permissions, ports, disk, and what to do");
  sub->add_option("--system", options->system, "System file (default: the fixtures' system)");
  sub->add_option("--reports", options->reports, "Where runs would go (default reports)");
  sub->add_flag("--json", options->json, "Print the findings as JSON on standard output");
  sub->footer("Exit code 3: something must be mended first.\n\nExample: misfire doctor");
  return {sub, [options] { return act(*options); }, false, true};
}

}  // namespace misfire
