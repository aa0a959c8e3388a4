// Repeated runs beside those of an earlier suite, as a table.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <map>

#include "judge/words.hpp"
#include "report/clock_text.hpp"
#include "report/comparison.hpp"
#include "report/paint.hpp"

namespace misfire {
namespace {

using Figure = Comparison::Figure;
using Row = Comparison::Row;

constexpr std::size_t kValue = 9, kShift = 9, kInterval = 19, kMark = 2;

std::string value_text(const Row& row, const Comparison::Side& side) {
  if (row.figure == Figure::failed_runs) return fmt::format("{} of {}", side.reached, side.runs);
  if (row.figure == Figure::failed_logins) return percent(side.value);
  return std::isfinite(side.value) ? clock_text(side.value) : "never";
}

/// "+12.3 s", "-2:10", "+0.4 pp".
std::string shift_text(const Row& row, double shift, bool unit) {
  const char sign = shift < 0 ? '-' : '+';
  const double size = std::abs(shift);
  if (row.figure != Figure::stage) {
    return fmt::format("{}{:.1f}{}", sign, size * 100, unit ? " pp" : "");
  }
  if (size >= 100) return sign + clock_text(size);
  return fmt::format("{}{:.1f}{}", sign, size, unit ? " s" : "");
}

std::string change_text(const Row& row) {
  if (!std::isfinite(row.shift)) return "–";
  if (row.shift == 0) return "none";
  return shift_text(row, row.shift, true);
}

std::string interval_text(const Row& row) {
  if (!std::isfinite(row.low) && !std::isfinite(row.high)) return "";
  const auto end = [&](double value) {
    return std::isfinite(value) ? shift_text(row, value, false) : std::string("?");
  };
  return end(row.low) + " … " + end(row.high);
}

std::string name_text(const Row& row) {
  if (row.figure == Figure::failed_runs) return "failed runs";
  if (row.figure == Figure::failed_logins) return "failed logins";
  return row.alert.empty() ? row.stage : row.alert + " " + row.stage;
}

/// Two teams may expect one alert.
bool is_told_twice(const Row& row, const std::vector<Row>& rows) {
  if (row.alert.empty()) return false;
  int times = 0;
  for (const Row& other : rows) {
    times += other.alert == row.alert && other.stage == row.stage ? 1 : 0;
  }
  return times > 1;
}

class Table {
 public:
  Table(const Comparison& comparison, TerminalStyle style)
      : comparison_(comparison),
        paint_(style.colour),
        width_(static_cast<std::size_t>(std::clamp(style.width, 70, 120))),
        name_(width_ - 2 * kValue - kShift - kInterval - kMark) {}

  std::string text() {
    const std::size_t beyond = comparison_.count(Change::beyond);
    const std::size_t within = comparison_.count(Change::within);
    const std::size_t unknown = comparison_.count(Change::unknown);
    text_ = paint_(Ink::bold, left("Compared", 11)) +
            wrapped(fmt::format(
                        "with {}: {} beyond the noise, {} within it{}", printable(comparison_.file),
                        counted(static_cast<std::int64_t>(beyond), "figure", "figures"), within,
                        unknown > 0 ? fmt::format(", too few runs for {}", unknown) : ""),
                    11);
    differences();
    others("not in it", comparison_.only_now);
    others("only in it", comparison_.only_then);
    for (const auto& scenario : comparison_.scenarios) rows(scenario);
    legend(unknown > 0);
    return std::move(text_);
  }

 private:
  std::string wrapped(const std::string& text, std::size_t indent) const {
    return wrap(text, width_, indent, indent) + '\n';
  }

  /// What differs for several scenarios is told once.
  void differences() {
    std::vector<std::string> order;
    std::map<std::string, std::vector<std::string>> of;
    for (const auto& scenario : comparison_.scenarios) {
      for (const std::string& difference : scenario.differences) {
        if (of[difference].empty()) order.push_back(difference);
        of[difference].push_back(scenario.scenario);
      }
    }
    bool first = true;
    for (const std::string& difference : order) {
      std::string line = difference;
      const auto& scenarios = of[difference];
      if (scenarios.size() < comparison_.scenarios.size()) {
        line += fmt::format(" ({})", fmt::join(scenarios, ", "));
      }
      text_ += paint_(Ink::bold, left(first ? "Differing" : "", 11)) + wrapped(printable(line), 11);
      first = false;
    }
  }

  void others(const char* what, const std::vector<std::string>& scenarios) {
    if (scenarios.empty()) return;
    text_ += std::string(11, ' ') +
             wrapped(printable(fmt::format("{}: {}", what, fmt::join(scenarios, ", "))), 11);
  }

  void rows(const Comparison::ScenarioRows& scenario) {
    const auto& all = scenario.rows;
    text_ += '\n' + paint_(Ink::bold, left(printable(scenario.scenario), name_));
    for (const char* column : {"then", "now"}) text_ += paint_(Ink::dim, right(column, kValue));
    text_ += paint_(Ink::dim, right("change", kShift)) +
             paint_(Ink::dim, right("95 % interval", kInterval)) + '\n';
    for (const Row& row : all) {
      std::string name = name_text(row);
      if (is_told_twice(row, all)) name += " (" + row.team + ")";
      line(printable(name), row);
    }
  }

  void line(const std::string& name, const Row& row) {
    // A long name has the line to itself rather than being cut.
    if (columns(name) + 2 < name_) {
      text_ += left("  " + name, name_);
    } else {
      text_ += "  " + name + '\n' + std::string(name_, ' ');
    }
    const bool beyond = row.change == Change::beyond;
    text_ += right(value_text(row, row.then), kValue) + right(value_text(row, row.now), kValue) +
             paint_(beyond ? Ink::yellow : Ink::plain, right(change_text(row), kShift)) +
             paint_(Ink::dim, right(interval_text(row), kInterval));
    if (beyond) text_ += paint_(Ink::yellow, " !");
    if (row.change == Change::unknown) text_ += paint_(Ink::dim, " ?");
    text_ += '\n';
    if (row.figure != Figure::stage) return;
    if (row.then.reached == row.then.runs && row.now.reached == row.now.runs) return;
    text_ += std::string(4, ' ') +
             paint_(Ink::dim,
                    fmt::format("came in {} of {} runs then, in {} of {} now", row.then.reached,
                                row.then.runs, row.now.reached, row.now.runs)) +
             '\n';
  }

  void legend(bool unknown) {
    std::string text =
        "! beyond the noise: by luck alone, such a mark would come up in one of twenty whole "
        "comparisons. Each interval stands for itself.";
    if (unknown) {
      text += fmt::format(" ? too few runs to say: it takes {} then and now for so many figures.",
                          comparison_.needed);
    }
    text_ += "  " + paint_(Ink::dim, wrap(text, width_, 2, 2)) + '\n';
  }

  const Comparison& comparison_;
  Paint paint_;
  std::size_t width_, name_;
  std::string text_;
};

}  // namespace

std::string comparison_text(const Comparison& comparison, TerminalStyle style) {
  return Table(comparison, style).text();
}

}  // namespace misfire
