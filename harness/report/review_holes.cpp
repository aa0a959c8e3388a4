// What the monitoring lacks by a review, and what the suite does.
#include <fmt/format.h>

#include <algorithm>

#include "judge/words.hpp"
#include "report/review_words.hpp"
#include "report/run_figures.hpp"

namespace misfire {
namespace {

using Weight = Hole::Weight;

std::string told(const ReviewedRun::Unmet& unmet) {
  return fmt::format("{}: {}{}", unmet.expectation, unmet.observed,
                     unmet.ticket.empty() ? "" : fmt::format(" (known gap {})", unmet.ticket));
}

/// Where something holds of a system's rules: " on nginx.toml".
std::string on(const Review& review, const std::string& system) {
  return review.several_systems ? on_system("", system) : "";
}

void unmet(const Review& review, const Review::Scenario& scenario, std::vector<Hole>& all) {
  const char* what = !scenario.harmful || scenario.caught ? "not met"
                     : scenario.noticed                   ? "noticed late"
                                                          : "nobody noticed";
  for (const ReviewedRun::Unmet& one : scenario.unmet) {
    all.push_back({one.ticket.empty() ? Weight::red : Weight::yellow, what,
                   name_of(review, scenario), told(one)});
  }
}

void wrong_pages(const Review& review, std::vector<Hole>& all) {
  for (const auto& [a, s] : review.false_pages) {
    const Review::Field& field = review.alerts[a].fields[s];
    all.push_back({Weight::red, to_string(field.cell), review.alerts[a].name,
                   fmt::format("in {}, at {}", name_of(review, review.scenarios[s]),
                               ticked(field.receiver))});
  }
}

void on_in_twins(const Review& review, std::vector<Hole>& all) {
  for (const auto& [a, s] : review.on_in_twins) {
    if (is_false_page(review.alerts[a].fields[s].cell)) continue;
    all.push_back(
        {Weight::yellow, "on in a twin", review.alerts[a].name,
         fmt::format("fires in {}, where nothing happens", name_of(review, review.scenarios[s]))});
  }
}

void untested(const Review& review, std::vector<Hole>& all) {
  for (const Review::Untested& one : review.untested) {
    const bool excused = !one.reason.empty();
    const std::string text = excused ? one.reason : one.why.empty() ? "never fired" : one.why;
    all.push_back({excused ? Weight::plain : Weight::yellow, kUntested, one.alert,
                   text + on(review, one.system)});
  }
  for (const Review::Untested& one : review.tested_after_all) {
    all.push_back({Weight::yellow, "reason for nothing", one.alert,
                   fmt::format("[monitoring.untested] has a reason, but {}{}", one.why,
                               on(review, one.system))});
  }
}

/// What is said of several scenarios or alerts is said once.
void gather(std::vector<Hole>& all) {
  std::vector<Hole> once;
  for (Hole& hole : all) {
    const auto said = std::find_if(once.begin(), once.end(), [&](const Hole& other) {
      return other.what == hole.what && other.text == hole.text && other.weight == hole.weight;
    });
    if (said == once.end()) {
      once.push_back(std::move(hole));
    } else if (said->about != hole.about) {
      said->about += ", " + hole.about;
    }
  }
  all = std::move(once);
}

}  // namespace

std::vector<Hole> holes(const Review& review) {
  std::vector<Hole> all;
  for (const Review::Scenario& scenario : review.scenarios) unmet(review, scenario, all);
  wrong_pages(review, all);
  for (const Review::Scenario& scenario : review.scenarios) {
    if (!scenario.harmful || scenario.discriminating.value_or(true) || !scenario.caught) continue;
    all.push_back({Weight::yellow, "not told apart", name_of(review, scenario), scenario.why_not});
  }
  on_in_twins(review, all);
  untested(review, all);
  for (const Review::LeftOut& one : review.left_out) {
    all.push_back({Weight::yellow, kLeftOut, one.scenario.empty() ? "a scenario" : one.scenario,
                   fmt::format("{}: {}", to_string(one.verdict), one.reason)});
  }
  gather(all);
  std::stable_sort(all.begin(), all.end(),
                   [](const Hole& a, const Hole& b) { return a.weight < b.weight; });
  return all;
}

}  // namespace misfire
