#include "report/budget_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/duration.hpp"
#include "judge/guarantee.hpp"
#include "judge/words.hpp"
#include "plan/cannot_fire.hpp"
#include "report/bounds_text.hpp"
#include "report/clock_text.hpp"
#include "report/stage_bar.hpp"

namespace misfire {
namespace {

constexpr std::size_t kCell = 10;
constexpr std::size_t kIndent = 4;
constexpr std::array<const char*, 4> kColumns{"earliest", "expected", "latest", "limit"};

class Page {
 public:
  Page(const Plan& plan, TerminalStyle style)
      : plan_(plan),
        guarantees_(guarantees_of(plan)),
        paint_(style.colour),
        width_(static_cast<std::size_t>(std::clamp(style.width, 60, 160))) {
    double limits = 0;
    for (const Guarantee& guarantee : guarantees_) {
      if (guarantee.within) limits = std::max(limits, guarantee.within->limit.seconds());
      for (const RuleBudget& rule : guarantee.rules) {
        longest_ = std::max(longest_, rule.worst_case().seconds());
      }
    }
    longest_ = std::max(longest_, limits);
    // A window of hours would leave no room for the others.
    if (limits > 0) longest_ = std::min(longest_, 2 * limits);
  }

  std::string text() const {
    std::string out;
    if (!guarantees_.empty()) {
      out += '\n' + left("latency budget", width_ - kCell * kColumns.size());
      for (const char* column : kColumns) out += paint_(Ink::dim, right(column, kCell));
      out += '\n';
    }
    for (const Guarantee& guarantee : guarantees_) out += section(guarantee);
    if (!guarantees_.empty()) {
      out +=
          "  " +
          paint_(Ink::dim,
                 "minutes of model time; ░ pending ▒ firing ● expected ○ latest │ limit → later") +
          '\n';
    }
    return out + unable();
  }

 private:
  std::string section(const Guarantee& guarantee) const {
    const bool promised = guarantee.doubt.empty();
    const std::string mark = !guarantee.within ? " "
                             : promised        ? paint_(Ink::green, "✓")
                                               : paint_(Ink::yellow, "!");
    std::string out = "  " + mark + ' ' +
                      paint_(Ink::bold, wrap(guarantee.text, width_, kIndent, kIndent)) + '\n';
    if (!promised) {
      out += std::string(kIndent, ' ') +
             paint_(Ink::yellow,
                    wrap("not guaranteed: " + guarantee.doubt, width_, kIndent + 2, kIndent)) +
             '\n';
    }
    for (const RuleBudget& rule : guarantee.rules) out += row(guarantee, rule);
    return out;
  }

  std::string row(const Guarantee& guarantee, const RuleBudget& rule) const {
    const Bounds notify = rule.budget.to_notify();
    const ModelDuration latest = rule.worst_case();
    const std::string indent(kIndent, ' ');
    const std::size_t name = width_ - kCell * kColumns.size() - kIndent;
    std::string out = indent;
    if (columns(rule.rule->name) < name) {
      out += left(printable(rule.rule->name), name);
    } else {
      out += printable(rule.rule->name) + '\n' + std::string(name + kIndent, ' ');
    }
    for (const ModelDuration at : {notify.earliest, notify.mean, latest}) {
      out += right(clock_text(at.seconds()), kCell);
    }
    StageBar bar;
    if (guarantee.within) {
      bar.limit = guarantee.within->limit.seconds();
      bar.mark = latest <= guarantee.within->limit ? Ink::green : Ink::yellow;
    }
    out += right(bar.limit ? clock_text(*bar.limit) : "–", kCell) + '\n';
    const ModelDuration fires = rule.budget.to_pending().mean + rule.budget.pending.mean;
    bar.pending = rule.budget.to_pending().mean.seconds();
    bar.firing = fires.seconds();
    bar.notified = notify.mean.seconds();
    bar.worst_case = latest.seconds();
    out += indent + stage_bar(bar, longest_, paint_, width_ - kIndent) + '\n';
    return out + indent + paint_(Ink::dim, wrap(stages(rule.budget), width_, kIndent, kIndent)) +
           '\n';
  }

  static std::string stages(const Budget& budget) {
    std::string out;
    for (const NamedStage& stage : kBudgetStages) {
      const Bounds& bounds = budget.*stage.bounds;
      if (bounds.latest == ModelDuration{}) continue;
      out += fmt::format("{}{} {}", out.empty() ? "" : " · ", stage.name, bounds_text(bounds));
    }
    if (budget.existing_group.latest > budget.alertmanager.latest) {
      out += fmt::format(" · in an existing group {}", bounds_text(budget.existing_group));
    }
    return out;
  }

  std::string unable() const {
    std::string out;
    for (const AlertRule& rule : plan_.monitoring.rules) {
      for (const std::string& why : why_it_cannot(plan_.monitoring, rule)) {
        const std::string said =
            fmt::format("{} ({}:{}): {}", rule.name, rule.file, rule.where.line, why);
        out += "  - " + wrap(printable(said), width_, kIndent, kIndent) + '\n';
      }
    }
    return out.empty() ? out : "\nalerts that cannot fire\n" + out;
  }

  const Plan& plan_;
  std::vector<Guarantee> guarantees_;
  Paint paint_;
  std::size_t width_;
  double longest_ = 0;
};

}  // namespace

std::string budget_text(const Plan& plan, TerminalStyle style) {
  return Page(plan, style).text();
}

}  // namespace misfire
