// What goes by who the client is: all logins come from one address here, and no client of the
// driver's has a password for the balancer.
#include <fmt/format.h>

#include "balancer/haproxy/draft.hpp"
#include "balancer/haproxy/entry.hpp"

namespace misfire {
namespace {

constexpr const char* kOneAddress = "all logins come from one address here";

/// `src`, `src,ipmask(24)`, `base32+src`: is the key a client's address?
bool keyed_by_address(const std::string& key) {
  return key == "src" || key.starts_with("src,") || key.ends_with("+src");
}

/// The word behind `track-sc0`, in whichever rule; "" of other lines.
std::string tracked_key(const HaproxyLine& line) {
  if (line.keyword() != "http-request" && line.keyword() != "tcp-request") return "";
  for (std::size_t i = 1; i <= 2; ++i) {
    if (line.word(i).starts_with("track-sc")) return line.word(i + 1);
  }
  return "";
}

bool asks_for_address(const HaproxyLine& line) {
  for (std::size_t i = 1; i < line.words.size(); ++i) {
    const std::string& before = line.word(i - 1);
    const bool condition = before == "{" || before == "!{" || (line.keyword() == "acl" && i == 2);
    if (condition && (line.word(i) == "src" || line.word(i).starts_with("src,"))) return true;
  }
  return false;
}

}  // namespace

void wire_clients(WiringDraft& draft, const HaproxyEntry& entry) {
  for (const HaproxySection* section : on_the_way(draft.config, entry)) {
    for (const HaproxyLine& line : section->lines) {
      if (keyed_by_address(tracked_key(line))) {
        draft.comment_out(line, kOneAddress);
      } else if (line.keyword() == "http-request" && line.word(1) == "auth") {
        draft.comment_out(line, "the login driver has no password for it");
      } else if (asks_for_address(line)) {
        draft.limited(fmt::format("{} goes by the client's address, which is {} of all logins here",
                                  draft.model.place(line), draft.wiring.address));
      }
    }
  }
}

}  // namespace misfire
