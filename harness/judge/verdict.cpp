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

}  // namespace misfire
