// Somebody else is in the store, until the fault is taken back.
#pragma once

#include "fault/stressors/stressors.hpp"

namespace misfire {

/// All of such a stressor but its documentation and its words. `trouble`: what is done there;
/// `shows`: whether it can be seen.
template <StoreTrouble (*trouble)(const Args&), bool (*shows)(const Args&, const StoreSeen&)>
Stressor store_troubled() {
  Stressor stressor;
  stressor.doc.stressor = true;
  stressor.hold = Hold::store;
  stressor.strokes = once;
  stressor.inject = [](const Args& args, const Stroke&, Stressed& stack) {
    return stack.trouble_store(trouble(args));
  };
  stressor.revert = [](const Args&, const Stroke&, Stressed& stack) { return stack.leave_store(); };
  stressor.witness = [](const Args& args, const std::vector<std::size_t>&, const Sight& sight) {
    Shown shown;
    shown.shown = tell_store(sight, shown) && shows(args, *sight.store);
    return shown;
  };
  return stressor;
}

}  // namespace misfire
