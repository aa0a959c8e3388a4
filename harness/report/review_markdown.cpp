#include "report/review_markdown.hpp"

#include <fmt/format.h>

#include "report/clock_text.hpp"
#include "report/markdown.hpp"
#include "report/review_words.hpp"

namespace misfire {
namespace {

std::string headline(const Review& review) {
  std::string text = "| | |\n| --- | --- |\n";
  for (const HeadlineFigure& one : review_headline(review)) {
    text += fmt::format("| {} | {} |\n", one.name, markdown_prose(one.text()));
  }
  return text;
}

std::string hole_table(const Review& review) {
  const auto all = holes(review);
  if (all.empty()) return {};
  std::string text = "\n| | what | where | |\n| --- | --- | --- | --- |\n";
  for (const Hole& hole : all) {
    text += fmt::format("| {} | {} | {} | {} |\n", mark_of(hole.weight), hole.what,
                        markdown_prose(hole.about), markdown_prose(hole.text));
  }
  return text;
}

std::string seconds(const Review::Alert& alert, double Spread::*which) {
  const auto found = alert.times.find("notified");
  return found == alert.times.end() ? "" : clock_text(found->second.*which);
}

std::string matrix(const Review& review) {
  std::string head = "\n| alert |", rule = "| --- |";
  for (std::size_t i = 0; i < review.scenarios.size(); ++i) {
    head += fmt::format(" {} |", i + 1);
    rule += ":-:|";
  }
  std::string text =
      head + " precision | recall | median | worst |\n" + rule + " --: | --: | --: | --: |\n";
  for (const Review::Alert& alert : review.alerts) {
    if (!tells_anything(alert)) continue;
    text += fmt::format("| {} |", markdown_prose(alert.name));
    for (const Review::Field& field : alert.fields)
      text += fmt::format(" {} |", symbol(field.cell));
    text += fmt::format(" {} | {} | {} | {} |\n", fraction(alert.precision), fraction(alert.recall),
                        seconds(alert, &Spread::median), seconds(alert, &Spread::max));
  }
  return text;
}

std::string legend() {
  std::string text;
  for (const Cell cell : kCells) {
    if (cell == Cell::absent) continue;
    text += fmt::format("{}{} {}", text.empty() ? "\n" : ", ", symbol(cell), to_string(cell));
  }
  return text + ". Median and worst: model time until it was notified.\n";
}

std::string scenarios(const Review& review) {
  std::string text = "\n";
  for (const Review::Scenario& one : review.scenarios) {
    const char* kind = one.kind != ScenarioKind::fault ? to_string(one.kind)
                       : one.harmful                   ? "harmful"
                       : one.alert_faults              ? "with alert faults"
                                                       : "nobody need notice";
    text += fmt::format("1. {} ({}): {}\n", markdown_prose(name_of(review, one)), kind,
                        markdown_prose(one.title));
  }
  return text;
}

}  // namespace

std::string review_markdown(const Review& review) {
  std::string text = fmt::format("### misfire review: {}\n\n", review_subject(review)) +
                     headline(review) + hole_table(review);
  if (review.scenarios.empty()) return text;
  return text + matrix(review) + legend() + scenarios(review);
}

}  // namespace misfire
