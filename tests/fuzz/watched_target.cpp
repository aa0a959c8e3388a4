// What a live balancer answers a watch, and the files in which a watch keeps what it knows.
#include "property.hpp"
#include "targets.hpp"
#include "watch/haproxy/running.hpp"
#include "watch/state.hpp"

namespace misfire::fuzz {

void watched(std::string_view text) {
  if (const auto answer = watch::parse_haproxy_answer(text)) {
    const auto itself = watch::differences(answer->running.facts, answer->running, std::nullopt);
    require(itself.empty(), "what runs differs from itself");
  }
  if (const auto approved = watch::decode_approved(text, "state")) {
    const auto again = watch::decode_approved(encode(*approved), "state");
    require(again && *again == *approved, "an approved state comes back as another");
  }
  if (const auto notes = watch::decode_notes(text, "notes")) {
    const auto again = watch::decode_notes(encode(*notes), "notes");
    require(again && *again == *notes, "notes come back as others");
  }
}

}  // namespace misfire::fuzz
