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

HeadlineFigure of(const char* name, const Share& share) {
  if (share.of == 0) return {name, "", "there is no harmful scenario that counts"};
  return {name, fmt::format("{} of {}", share.hits, share.of),
          fmt::format("harmful {} ({})", share.of == 1 ? "scenario" : "scenarios",
                      percent(static_cast<double>(share.hits) / static_cast<double>(share.of))),
          share.hits == share.of};
}

HeadlineFigure none_or(const char* name, std::size_t n, const char* one, const char* many) {
  if (n == 0) return {name, "none", "", true};
  return {name, grouped(static_cast<std::int64_t>(n)), n == 1 ? one : many, false};
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

std::string HeadlineFigure::text() const {
  return figure + (figure.empty() || about.empty() ? "" : " ") + about;
}

std::vector<HeadlineFigure> review_headline(const Review& review) {
  const bool has_twin = review.count(ScenarioKind::twin) > 0;
  HeadlineFigure apart{"discriminating", "", "nothing can be said: no decoy counts"};
  if (review.discriminating) {
    apart = of("discriminating", *review.discriminating);
    if (!has_twin) apart.about += "; there is no twin";
  }
  const auto excused = std::count_if(review.untested.begin(), review.untested.end(),
                                     [](const auto& alert) { return !alert.reason.empty(); });
  HeadlineFigure untested = none_or(kUntested, review.untested.size(), "alert", "alerts");
  untested.well = {};  // nobody knows
  if (excused > 0) untested.about += fmt::format(", {} of them with a reason", excused);
  return {of("caught", review.caught), apart,
          none_or("false pages", review.false_pages.size(), "page", "pages"),
          has_twin ? none_or("on in twins", review.on_in_twins.size(), "alert", "alerts")
                   : HeadlineFigure{"on in twins", "", "nothing can be said: no twin counts"},
          untested};
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
