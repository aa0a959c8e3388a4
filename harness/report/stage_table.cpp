#include "report/stage_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/duration.hpp"
#include "report/bounds_text.hpp"
#include "report/clock_text.hpp"
#include "report/stage_bar.hpp"
#include "report/waited.hpp"

namespace misfire {
namespace {

constexpr std::size_t kCell = 9;
constexpr std::array<const char*, 6> kColumns{"effect", "pending",  "firing",
                                              "sent",   "notified", "limit"};

class Table {
 public:
  Table(const Plan& plan, const Judgement& judgement, const Paint& paint, std::size_t width)
      : plan_(plan), judgement_(judgement), paint_(paint), width_(width) {
    name_ = width_ - 2 - kCell * kColumns.size();
    for (const AlertOutcome& alert : judgement_.alerts) {
      for (const auto& at : times(alert)) longest_ = std::max(longest_, at.value_or(0));
    }
  }

  std::string text() const {
    if (judgement_.alerts.empty()) return {};
    std::string text = '\n' + paint_(Ink::bold, left("Alerts", name_ + 2));
    for (const char* column : kColumns) text += paint_(Ink::dim, right(column, kCell));
    text += '\n';
    for (const AlertOutcome& alert : judgement_.alerts) text += row(alert);
    text += "  " +
            paint_(Ink::dim,
                   "minutes of model time after the fault; ░ pending ▒ firing ● notified "
                   "│ limit") +
            '\n';
    return text;
  }

 private:
  /// Seconds of model time after the fault, as the columns have them.
  std::array<std::optional<double>, 6> times(const AlertOutcome& alert) const {
    const Stages& stages = alert.stages;
    const auto after = [&](const std::optional<Instant>& at) -> std::optional<double> {
      if (!at) return {};
      return to_seconds(*at - stages.fault) * plan_.speed;
    };
    std::optional<double> limit;
    if (alert.within) {
      limit = alert.within->seconds();
      // A limit that counts from elsewhere is shown where it ends.
      if (alert.notified && stages.notified) {
        limit = *limit + *after(stages.notified) - alert.notified->seconds();
      }
    }
    return {after(stages.effect), after(stages.pending),  after(stages.firing),
            after(stages.sent),   after(stages.notified), limit};
  }

  std::string row(const AlertOutcome& alert) const {
    const std::string mark = !alert.expected ? " "
                             : alert.met     ? paint_(Ink::green, "✓")
                                             : paint_(Ink::red, "✗");
    // A long name has the line to itself rather than being cut.
    std::string line = mark + ' ';
    if (columns(alert.name) < name_) {
      line += left(alert.name, name_);
    } else {
      line += alert.name + "\n" + std::string(name_ + 2, ' ');
    }
    const auto all = times(alert);
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
      if (!all[i]) {
        line += right("–", kCell);
      } else if (outside(alert, kColumns[i])) {
        line += paint_(Ink::red, right(clock_text(*all[i]) + '!', kCell));
      } else {
        line += right(clock_text(*all[i]), kCell);
      }
    }
    line += '\n';
    const std::string where =
        alert.receiver.empty()
            ? (alert.team.empty() ? std::string("nobody") : "nobody of " + alert.team)
            : alert.receiver + (alert.integration.empty() ? "" : " · " + alert.integration);
    const std::size_t bar_width = kCell * kColumns.size() - 2;
    const std::size_t where_width = width_ - 2 - bar_width - 1;
    if (columns(where) > where_width) {
      line += "  " + paint_(Ink::dim, printable(where)) + '\n' + std::string(where_width + 2, ' ');
    } else {
      line += "  " + paint_(Ink::dim, left(printable(where), where_width));
    }
    return line + ' ' + bar(alert, bar_width) + '\n' + surprises(alert);
  }

  std::string bar(const AlertOutcome& alert, std::size_t width) const {
    const auto all = times(alert);
    const Ink mark = !alert.expected ? Ink::plain : alert.met ? Ink::green : Ink::red;
    return stage_bar({all[1], all[2], all[4], all[5], {}, mark}, longest_, paint_, width);
  }

  static const MeasuredStage* outside(const AlertOutcome& alert, const std::string& stage) {
    for (const MeasuredStage& measured : alert.measured) {
      if (measured.outside && measured.stage == stage) return &measured;
    }
    return nullptr;
  }

  /// What took longer or less than the configuration allows, and what it lacked.
  std::string surprises(const AlertOutcome& alert) const {
    std::string text;
    if (const auto waited = waited_text(alert); !waited.empty()) {
      text += "  " + paint_(Ink::dim, "! " + waited) + '\n';
    }
    for (const MeasuredStage& stage : alert.measured) {
      if (!stage.outside) continue;
      const std::string said =
          fmt::format("{} {} after {}, outside its budget: {}", stage.stage,
                      human_duration(stage.took), stage.from, bounds_text(stage.budget));
      text += "  " + paint_(Ink::red, "! " + wrap(said, width_, 4, 4)) + '\n';
    }
    for (const SilentAlert& silent : judgement_.silent) {
      if (silent.alert != alert.name) continue;
      text += "  " + paint_(Ink::red, "! " + wrap(printable(silent.text), width_, 4, 4)) + '\n';
    }
    return text;
  }

  const Plan& plan_;
  const Judgement& judgement_;
  const Paint& paint_;
  std::size_t width_, name_;
  double longest_ = 0;
};

}  // namespace

std::string stage_table(const Plan& plan, const Judgement& judgement, const Paint& paint,
                        std::size_t width) {
  return Table(plan, judgement, paint, width).text();
}

}  // namespace misfire
