// Which server answered, told by nginx itself: for backends that do not name themselves.
#include <fmt/format.h>

#include <set>

#include "balancer/nginx/draft.hpp"

namespace misfire {

/// A block with an add_header of its own has none of those around it. So every block that has one
/// gets ours, and http, which all others go by.
void wire_tell(NginxDraft& draft) {
  const std::string& header = draft.wiring.tell_backend;
  if (header.empty()) return;
  std::set<const NginxDirective*> blocks{&draft.config.http()};
  for (const NginxDirective* directive : draft.remaining()) {
    if (directive->name() != "add_header" || !draft.model.within(*directive, "http")) continue;
    blocks.insert(draft.model.parent(*directive));
  }
  for (const NginxDirective* block : blocks) {
    draft.open_with(*block, fmt::format("add_header {} $upstream_addr always;", header));
  }
  draft.changed(fmt::format("nginx tells in the header {} which server answered", header));
}

}  // namespace misfire
