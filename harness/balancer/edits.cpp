#include <fmt/format.h>

#include <algorithm>

#include "balancer/balancer.hpp"
#include "base/digest.hpp"

namespace misfire {

Result<std::string> apply(std::string_view original, Edits edits) {
  // Stable, so that two insertions at one place keep the order in which they were asked for.
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  std::string result;
  std::size_t done = 0;
  for (const Edit& edit : edits) {
    if (edit.begin > edit.end || edit.end > original.size()) {
      return usage_error(fmt::format("an edit of bytes {} to {} reaches outside a text of {} bytes",
                                     edit.begin, edit.end, original.size()));
    }
    if (edit.begin < done) {
      return usage_error(fmt::format("two edits overlap at byte {}", edit.begin),
                         "two changes of the same words cannot be active at once");
    }
    result.append(original.substr(done, edit.begin - done)).append(edit.text);
    done = edit.end;
  }
  return result.append(original.substr(done));
}

std::string configuration_mark(std::string_view text) {
  constexpr std::size_t kDigits = 12;  // for people, too
  Digest digest;
  digest.add(text);
  return digest.hex().substr(0, kDigits);
}

const Endpoint* backend_of(const Wiring& wiring, const std::vector<PoolServer>& edited,
                           std::size_t server) {
  if (wiring.pool.empty()) {
    return server < wiring.backends.size() ? &wiring.backends[server] : nullptr;
  }
  const PoolServer& wanted = edited.at(server);
  if (wanted.address == kOthersAddress && wiring.other_service.port != 0) {
    return &wiring.other_service;
  }
  const Endpoint* found = nullptr;
  for (std::size_t i = 0; i < std::min(wiring.pool.size(), wiring.backends.size()); ++i) {
    const PoolServer& known = wiring.pool[i];
    if (known.address != wanted.address || known.port != wanted.port) continue;
    if (known.name == wanted.name) return &wiring.backends[i];
    if (found == nullptr) found = &wiring.backends[i];
  }
  return found;
}

}  // namespace misfire
