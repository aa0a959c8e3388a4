// The facts of one kind out of a history, in order of time.
#pragma once

#include <algorithm>
#include <vector>

#include "judge/evidence.hpp"

namespace misfire {

template <class T>
std::vector<Dated<T>> facts_of(const History& history) {
  std::vector<Dated<T>> facts;
  for (const Event& event : history.events) {
    if (const T* fact = std::get_if<T>(&event.fact)) facts.push_back({event.at, *fact});
  }
  return facts;
}

/// A run that was given up lacks what would have followed, and tells why: it is invalid for that.
inline bool given_up(const History& history) {
  return std::any_of(history.events.begin(), history.events.end(), [](const Event& event) {
    const auto* exit = std::get_if<PartExited>(&event.fact);
    return std::holds_alternative<Trouble>(event.fact) || (exit && !exit->asked);
  });
}

}  // namespace misfire
