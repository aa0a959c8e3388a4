#include "report/stage_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "judge/words.hpp"
#include "report/clock_text.hpp"

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
    for (const auto& at : times(alert)) line += right(at ? clock_text(*at) : "–", kCell);
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
    return line + ' ' + bar(alert, bar_width) + '\n';
  }

  std::string bar(const AlertOutcome& alert, std::size_t width) const {
    const auto all = times(alert);
    const auto cell = [&](double s) {
      const double place = longest_ > 0 ? s / longest_ : 0;
      return std::min(width - 1, static_cast<std::size_t>(std::max(place, 0.0) *
                                                          static_cast<double>(width - 1)));
    };
    // Where firing or pending ended unseen, it is drawn to the end.
    const std::size_t end = all[4] ? cell(*all[4]) : width;
    std::string text;
    for (std::size_t i = 0; i < width; ++i) {
      const bool firing = all[2] && i >= cell(*all[2]) && i < end;
      const bool pending = all[1] && i >= cell(*all[1]) && i < end;
      if (all[4] && i == end) {
        text += paint_(!alert.expected ? Ink::plain : alert.met ? Ink::green : Ink::red, "●");
      } else if (all[5] && i == cell(*all[5])) {
        text += paint_(Ink::dim, "│");
      } else if (firing) {
        text += paint_(Ink::yellow, "▒");
      } else if (pending) {
        text += paint_(Ink::yellow, "░");
      } else {
        text += paint_(Ink::dim, "·");
      }
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
