// Which server answered, told by HAProxy itself: for backends that do not name themselves.
#include <fmt/format.h>

#include "balancer/haproxy/draft.hpp"

namespace misfire {
namespace {

/// The mode that counts for a section: its own last one, else that of its defaults.
std::string mode_of(const WiringDraft& draft, const HaproxySection& section) {
  std::string mode;
  const auto look = [&](const HaproxySection& in) {
    for (const HaproxyLine& line : in.lines) {
      if (line.keyword() == "mode" && line.words.size() > 1) mode = line.word(1);
    }
  };
  look(section);
  for (const HaproxySection* defaults : draft.model.defaults_of(section)) {
    if (mode.empty()) look(*defaults);
  }
  return mode.empty() ? "tcp" : mode;  // HAProxy's own default
}

}  // namespace

Result<void> wire_tell(WiringDraft& draft) {
  const std::string& header = draft.wiring.tell_backend;
  if (header.empty()) return {};
  const HaproxySection& pool = draft.config.pool_section();
  if (mode_of(draft, pool) != "http") {
    return usage_error(
        fmt::format("{} is not in mode http: HAProxy cannot tell which server answers a login",
                    title(pool)),
        "have the backends name themselves in a header, and name that in the system file: [login] "
        "backend = \"X-Served-By\"",
        draft.model.where(pool.header));
  }
  // The address, not the name: another server of that address is the same backend.
  draft.insert(pool.header.end, fmt::format("\n    http-response set-header {} %si:%sp", header));
  draft.changed(
      fmt::format("{}: HAProxy tells in the header {} which server answered", title(pool), header));
  return {};
}

}  // namespace misfire
