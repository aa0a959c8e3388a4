#include "report/review_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "judge/words.hpp"
#include "report/run_figures.hpp"

namespace misfire {
namespace {

std::string number(std::size_t n, const char* one, const char* many) {
  return counted(static_cast<std::int64_t>(n), one, many);
}

std::string of(const Share& share, const std::string& what) {
  if (share.of == 0) return "there is no " + what + " scenario that counts";
  return fmt::format("{} of {} {} {} ({})", share.hits, share.of, what,
                     share.of == 1 ? "scenario" : "scenarios",
                     percent(static_cast<double>(share.hits) / static_cast<double>(share.of)));
}

}  // namespace

std::string review_subject(const Review& review) {
  std::string kinds;
  const auto add = [&](std::size_t n, const char* one, const char* many) {
    if (n > 0) kinds += (kinds.empty() ? "" : ", ") + number(n, one, many);
  };
  const std::size_t harmful = review.caught.of;
  add(harmful, "harmful", "harmful");
  add(review.count(ScenarioKind::fault) - harmful, "other", "others");
  add(review.count(ScenarioKind::decoy), "decoy", "decoys");
  add(review.count(ScenarioKind::twin), "twin", "twins");
  std::string text = number(review.scenarios.size(), "scenario", "scenarios");
  if (!kinds.empty()) text += fmt::format(" ({})", kinds);
  text += ", " + number(review.alerts.size(), "alert", "alerts");
  if (const auto n = review.left_out.size(); n > 0) {
    text += "; left out: " + number(n, "run", "runs");
  }
  return text;
}

std::vector<std::pair<std::string, std::string>> review_headline(const Review& review) {
  std::string apart = "nothing can be said: no decoy counts";
  if (review.discriminating) {
    apart = of(*review.discriminating, "harmful");
    if (review.count(ScenarioKind::twin) == 0) apart += "; there is no twin";
  }
  const auto none_or = [](std::size_t n, const char* one, const char* many) {
    return n == 0 ? std::string("none") : number(n, one, many);
  };
  const auto excused = static_cast<std::size_t>(
      std::count_if(review.untested.begin(), review.untested.end(),
                    [](const auto& alert) { return !alert.reason.empty(); }));
  std::string untested = none_or(review.untested.size(), "alert", "alerts");
  if (excused > 0) untested += fmt::format(", {} of them with a reason", excused);
  return {{"caught", of(review.caught, "harmful")},
          {"discriminating", apart},
          {"false pages", none_or(review.false_pages.size(), "page", "pages")},
          {"on in twins", review.count(ScenarioKind::twin) == 0
                              ? "nothing can be said: no twin counts"
                              : none_or(review.on_in_twins.size(), "alert", "alerts")},
          {"untested", untested}};
}

std::string name_of(const Review& review, const Review::Scenario& scenario) {
  return review.several_systems ? on_system(scenario.name, scenario.system) : scenario.name;
}

const char* symbol(Cell cell) {
  switch (cell) {
    case Cell::false_page:
      return "F";
    case Cell::wrong_blame:
      return "B";
    case Cell::wrong_receiver:
      return "R";
    case Cell::missed:
      return "✗";
    case Cell::late:
      return "L";
    case Cell::caught:
      return "✓";
    case Cell::also:
      return "a";
    case Cell::covered:
      return "○";
    case Cell::quiet:
      return "·";
    case Cell::untold:
      return "?";
    case Cell::absent:
      return " ";
  }
  return "?";
}

const char* mark_of(Hole::Weight weight) {
  switch (weight) {
    case Hole::Weight::red:
      return "✗";
    case Hole::Weight::yellow:
      return "!";
    case Hole::Weight::plain:
      return "·";
  }
  return " ";
}

bool tells_anything(const Review::Alert& alert) {
  return alert.fired ||
         std::any_of(alert.fields.begin(), alert.fields.end(),
                     [](const Review::Field& field) { return field.cell <= Cell::also; });
}

std::string fraction(const Share& share) {
  return share.of == 0 ? "–" : fmt::format("{}/{}", share.hits, share.of);
}

}  // namespace misfire
