#include "judge/judgement.hpp"

namespace misfire {

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "pass";
    case Verdict::fail:
      return "fail";
    case Verdict::unsupported:
      return "unsupported";
    case Verdict::invalid:
      return "invalid";
  }
  return "?";
}

const char* to_string(Ruling ruling) {
  switch (ruling) {
    case Ruling::open:
      return "open";
    case Ruling::met:
      return "met";
    case Ruling::missed:
      return "missed";
  }
  return "?";
}

const char* to_string(GapState state) {
  switch (state) {
    case GapState::none:
      return "none";
    case GapState::known:
      return "known";
    case GapState::closed:
      return "closed";
    case GapState::expired:
      return "expired";
  }
  return "?";
}

bool ExpectationOutcome::fails() const {
  if (gap) return gap_state == GapState::closed || gap_state == GapState::expired;
  return ruling == Ruling::missed;
}

}  // namespace misfire
