// A whole history, whatever is told in it: the judge always has an answer, and believes nothing
// that has no evidence. The logins are those of February; the lines of the input are all other
// events, with checksums or without. Lines that are no events are left out.
#include <algorithm>

#include "history_line.hpp"
#include "judge/history_builder.hpp"
#include "property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

/// The load of the February run and nothing else.
History only_load() {
  History history = misfire::testing::HistoryBuilder().harm().build();
  std::erase_if(history.events,
                [](const Event& event) { return !std::holds_alternative<LoadTick>(event.fact); });
  return history;
}

void add_events(std::vector<Event>& events, std::string_view lines) {
  while (!lines.empty()) {
    if (auto event = decode(first_history_line(take_line(lines)))) {
      events.push_back(std::move(*event));
    }
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const Event& a, const Event& b) { return a.at < b.at; });
}

template <class Kind>
bool has(const History& history) {
  return std::any_of(history.events.begin(), history.events.end(),
                     [](const Event& event) { return std::holds_alternative<Kind>(event.fact); });
}

}  // namespace

void judge_history(std::string_view lines) {
  static const Plan plan = misfire::testing::february();
  static const History load = only_load();
  History history = load;
  add_events(history.events, lines);
  const Judgement judged = judge(plan, history);
  require((judged.verdict == Verdict::pass) == judged.reasons.empty(),
          "what does not pass has a reason, what passes has none");
  if (judged.verdict == Verdict::pass || judged.verdict == Verdict::fail) {
    require(has<FaultInjected>(history), "no fault, no verdict");
    require(has<FaultWitnessed>(history), "no witness, no verdict");
    require(!has<Trouble>(history), "trouble is no verdict");
  }
  history.complete = false;
  history.damage = "cut off";
  require(judge(plan, history).verdict == Verdict::invalid, "a damaged history is invalid");
}

}  // namespace misfire::fuzz
