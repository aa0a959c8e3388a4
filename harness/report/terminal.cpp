// The report of one run as a person reads it, section by section.
#include <fmt/format.h>

#include <algorithm>

#include "base/duration.hpp"
#include "judge/harm.hpp"
#include "judge/words.hpp"
#include "report/headline.hpp"
#include "report/paint.hpp"
#include "report/report.hpp"
#include "report/stage_table.hpp"

namespace misfire {
namespace {

constexpr std::size_t kLabel = 11;      // the column of the sections' names
constexpr std::size_t kDiffLines = 14;  // of a fault's change; the whole is in the report's folder

class Page {
 public:
  Page(const Plan& plan, const History& history, const Judgement& judgement, const RunFacts& facts,
       TerminalStyle style)
      : plan_(plan),
        history_(history),
        judgement_(judgement),
        facts_(facts),
        paint_(style.colour),
        width_(static_cast<std::size_t>(std::clamp(style.width, 60, 160))) {}

  std::string text() {
    verdict();
    reasons();
    if (judgement_.verdict == Verdict::unsupported) {  // nothing was started, nothing was seen
      text_ += '\n' + section("Report", (facts_.folder / "report.html").string(), false);
      return std::move(text_);
    }
    impact();
    flood();
    harm();
    text_ += stage_table(plan_, judgement_, paint_, width_);
    expectations();
    restoration();
    also_notified();
    silent();
    changes();
    wall_time();
    text_ += '\n' + section("Report", (facts_.folder / "report.html").string(), false);
    return std::move(text_);
  }

 private:
  /// A section's name in its column, and its text wrapped beside it.
  std::string section(const std::string& name, const std::string& body, bool wrapped = true) const {
    const std::string clean = printable(body);
    return paint_(Ink::bold, left(name, kLabel)) +
           (wrapped ? wrap(clean, width_, kLabel, kLabel) : clean) + '\n';
  }

  void verdict() {
    const std::string word = to_string(judgement_.verdict);
    const std::string indent(word.size() + 2, ' ');
    const std::string sentence = plan_.scenario.name + ": " + headline(plan_, judgement_);
    text_ += paint_(ink_of(judgement_.verdict), word) + "  " +
             wrap(printable(sentence), width_, indent.size(), indent.size()) + '\n';
    std::string about = plan_.scenario.title;
    about += fmt::format("{}{}, engine {}, speed {:g}, seed {}", about.empty() ? "" : " · ",
                         plan_.balancer, plan_.engine, plan_.speed, plan_.seed);
    if (facts_.phase != 0) about += fmt::format(", phase {}", facts_.phase);
    text_ += indent +
             paint_(Ink::dim, wrap(printable(about), width_, indent.size(), indent.size())) + '\n';
  }

  /// The first one is the headline's already.
  void reasons() {
    if (judgement_.reasons.size() < 2) return;
    text_ += '\n';
    for (std::size_t i = 1; i < judgement_.reasons.size(); ++i) {
      text_ += section(i == 1 ? "Also" : "", judgement_.reasons[i]);
    }
  }

  void impact() {
    const Impact& impact = judgement_.impact;
    text_ += '\n';
    if (impact.logins == 0) {
      text_ += section("Impact", "no logins while the fault lasted");
      return;
    }
    text_ +=
        section("Impact",
                fmt::format("{} of {} failed ({}); {} affected", grouped(impact.failed),
                            counted(impact.logins, "login", "logins"), percent(impact.failed_ratio),
                            counted(impact.users, "user was", "users were")));
    std::size_t name_width = 4;
    for (const auto& backend : impact.per_backend) {
      name_width = std::clamp(columns(backend.server), name_width, std::size_t{16});
    }
    constexpr std::size_t kBar = 20;
    for (const auto& backend : impact.per_backend) {
      const double share = static_cast<double>(backend.logins) / static_cast<double>(impact.logins);
      std::string bar;
      const auto filled = static_cast<std::size_t>(share * kBar + 0.5);
      for (std::size_t i = 0; i < kBar; ++i) bar += i < filled ? "█" : "·";
      const std::string failed = backend.failed == 0
                                     ? std::string("none failed")
                                     : fmt::format("{} failed", grouped(backend.failed));
      text_ += fmt::format("{}{}  {}  {}  {}\n", std::string(kLabel, ' '),
                           left(printable(backend.server), name_width),
                           paint_(backend.failed > 0 ? Ink::yellow : Ink::cyan, bar),
                           right(fmt::format("{:.1f} %", share * 100), 7),
                           paint_(backend.failed > 0 ? Ink::plain : Ink::dim, failed));
    }
  }

  /// Who came besides, and what became of them.
  void flood() {
    const Impact::Flood& flood = judgement_.impact.flood;
    if (flood.logins == 0) return;
    const auto rest = flood.logins - flood.let_in - flood.denied;
    text_ +=
        section("Flood", fmt::format("{} besides: {} let in, {} denied, {} got neither",
                                     counted(flood.logins, "login", "logins"),
                                     grouped(flood.let_in), grouped(flood.denied), grouped(rest)));
  }

  /// Which of several faults did it: of one there is no question.
  void harm() {
    if (plan_.faults.size() < 2 || judgement_.harm.stretches.size() < 2) return;
    const std::string began = harm_text(plan_, judgement_.harm);
    text_ += '\n' + section("Harm",
                            began.empty() ? "no more logins failed than before the faults" : began);
    const auto& stretches = judgement_.harm.stretches;
    for (std::size_t i = 0; i < stretches.size(); ++i) {
      const Harm::Stretch& stretch = stretches[i];
      if (stretch.logins == 0) continue;
      const std::string since =
          i == 0 ? "before" : "from " + span_text(stretches[1].from, stretch.from, plan_.speed);
      const double failed =
          static_cast<double>(stretch.failed) / static_cast<double>(stretch.logins);
      text_ += section(
          "", fmt::format("{:<18} {} of {} failed ({})", since, percent(failed),
                          counted(stretch.logins, "login", "logins"),
                          stretch.active.empty() ? "no fault" : ticked_list(stretch.active)));
    }
  }

  void expectations() {
    text_ += '\n';
    bool first = true;
    for (const ExpectationOutcome& outcome : judgement_.expectations) {
      if (outcome.kind == "restoration") continue;  // has its own section
      const bool met = outcome.ruling == Ruling::met;
      const bool missed = outcome.ruling == Ruling::missed;
      const std::string mark = paint_(outcome.fails() ? Ink::red
                                      : met           ? Ink::green
                                                      : Ink::yellow,
                                      met      ? "✓"
                                      : missed ? "✗"
                                               : "–");
      const std::size_t indent = kLabel + 2;
      text_ += paint_(Ink::bold, left(first ? "Expected" : "", kLabel)) + mark + ' ' +
               wrap(printable(outcome.text), width_, indent, indent) + '\n';
      text_ += std::string(indent, ' ') +
               paint_(missed ? Ink::plain : Ink::dim,
                      wrap(printable(outcome.observed), width_, indent, indent)) +
               '\n';
      first = false;
    }
    if (first) text_ += section("Expected", "nothing: this scenario has no expectations");
  }

  void restoration() {
    if (judgement_.restored) {
      text_ += '\n' + section("Restored", "the live balancer is as it was before the fault");
      return;
    }
    text_ += '\n' + section("Restored", judgement_.restoration_differences.empty()
                                            ? "not proved"
                                            : "no, the live balancer differs");
    for (const std::string& difference : judgement_.restoration_differences) {
      text_ += section("", difference);
    }
  }

  void also_notified() {
    bool first = true;
    for (const std::string& what : judgement_.also_notified) {
      text_ += (first ? "\n" : "") + section(first ? "Also told" : "", what);
      first = false;
    }
  }

  /// Those that have no row in the table, under which it would stand.
  void silent() {
    bool first = true;
    for (const SilentAlert& silent : judgement_.silent) {
      const auto& alerts = judgement_.alerts;
      if (std::any_of(alerts.begin(), alerts.end(),
                      [&](const AlertOutcome& alert) { return alert.name == silent.alert; })) {
        continue;
      }
      text_ += (first ? "\n" : "") + section(first ? "Silent" : "", silent.text);
      text_ += section("", fmt::format("{}:{}", silent.file, silent.line));
      first = false;
    }
  }

  void changes() {
    for (const PlannedFault& fault : plan_.alert_faults) {
      text_ += '\n' + section("Fault", fmt::format("{} ({}), all the time", fault.id, fault.name));
      diff(fault.change);
    }
    for (const Event& event : history_.events) {
      const auto* fault = std::get_if<FaultInjected>(&event.fact);
      if (fault == nullptr || fault->change.empty()) continue;
      text_ += '\n' +
               section("Fault", fmt::format("{} ({}), via {}", fault->id, fault->name, fault->via));
      diff(fault->change);
    }
  }

  void diff(const std::string& change) {
    std::size_t shown = 0;
    std::size_t total = 0;
    for (std::size_t at = 0; at < change.size();) {
      const std::size_t end = std::min(change.find('\n', at), change.size());
      const std::string line = printable(std::string_view(change).substr(at, end - at));
      at = end + 1;
      // The file's name says nothing here: there is one configuration.
      if (line.starts_with("---") || line.starts_with("+++")) continue;
      if (++total > kDiffLines) continue;
      ++shown;
      const Ink ink = line.starts_with("+")   ? Ink::green
                      : line.starts_with("-") ? Ink::red
                                              : Ink::dim;
      const std::string cut = columns(line) > width_ - kLabel ? left(line, width_ - kLabel) : line;
      text_ += std::string(kLabel, ' ') + paint_(ink, cut) + '\n';
    }
    if (total > shown) {
      text_ += std::string(kLabel, ' ') +
               paint_(Ink::dim, fmt::format("… {} more line{}", total - shown,
                                            total - shown == 1 ? "" : "s")) +
               '\n';
    }
  }

  void wall_time() {
    if (facts_.wall_s.empty()) return;
    // In the order of the phases; other spans follow by name.
    std::vector<std::pair<std::string, double>> spans;
    double total = 0;
    const auto add = [&](const std::string& name, double s) {
      spans.emplace_back(name, s);
      total += s;
    };
    std::map<std::string, double> rest = facts_.wall_s;
    for (Phase phase : {Phase::start, Phase::fill, Phase::baseline, Phase::fault, Phase::recovery,
                        Phase::collect, Phase::stop}) {
      if (const auto found = rest.find(to_string(phase)); found != rest.end()) {
        add(found->first, found->second);
        rest.erase(found);
      }
    }
    for (const auto& [name, s] : rest) add(name, s);
    std::string parts;
    for (const auto& [name, s] : spans) {
      parts += fmt::format("{}{} {:.1f}", parts.empty() ? "" : " · ", name, s);
    }
    std::string all =
        fmt::format("{:.1f} s: {}; overhead {:.1f} s", total, parts, facts_.overhead_s);
    if (facts_.unavoidable_s >= 0.1) {
      all += fmt::format(", {:.1f} s of it until Prometheus had found its targets and Alertmanager",
                         facts_.unavoidable_s);
    }
    text_ += '\n' + section("Wall time", all);
  }

  const Plan& plan_;
  const History& history_;
  const Judgement& judgement_;
  const RunFacts& facts_;
  Paint paint_;
  std::size_t width_;
  std::string text_;
};

}  // namespace

std::string run_report_text(const Plan& plan, const History& history, const Judgement& judgement,
                            const RunFacts& facts, TerminalStyle style) {
  return Page(plan, history, judgement, facts, style).text();
}

}  // namespace misfire
