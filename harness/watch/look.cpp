#include "watch/look.hpp"

namespace misfire::watch {

const char* to_string(Miss miss) {
  switch (miss) {
    case Miss::away:
      return "away";
    case Miss::slow:
      return "slow";
    case Miss::answer:
      return "answer";
    case Miss::file:
      return "file";
    case Miss::unsteady:
      return "unsteady";
  }
  return "";
}

Sides sides_of(const Look& look, const std::optional<Loaded>& loaded) {
  Sides sides{look.file.facts, {}};
  sides.file[kBalancer][Aspect::file] = look.file.digest;
  const bool text_known = loaded && !loaded->digest.empty();
  if (look.running) {
    sides.running = *look.running;
  } else if (text_known) {
    sides.running = {loaded->facts, true};
  }
  if (loaded) {
    sides.running.facts[kBalancer][Aspect::file] = text_known ? loaded->digest : kEarlierText;
  }
  return sides;
}

std::string approved_digest(const std::optional<Approved>& approved) {
  const std::string* digest = approved ? told(approved->file, kBalancer, Aspect::file) : nullptr;
  return digest == nullptr ? "" : *digest;
}

}  // namespace misfire::watch
