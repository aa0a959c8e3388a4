#include <fmt/format.h>

#include "balancer/nginx/draft.hpp"
#include "balancer/nginx/modules.hpp"

namespace misfire {

void wire_modules(NginxDraft& draft, const NginxModules& modules) {
  for (const NginxDirective* directive : draft.remaining()) {
    if (directive->name() != "load_module" || directive->words.size() != 2) continue;
    const std::string path = modules.path_of(directive->word(1));
    if (path.empty()) {
      draft.leave_out(*directive, "the nginx that runs has no such module, or it runs scripts");
    } else if (path != directive->word(1)) {
      draft.replace(directive->words[1], path);
      draft.changed(fmt::format("{}: module {} is that of the nginx that runs, {}",
                                draft.place(*directive), directive->word(1), path));
    }
  }
}

}  // namespace misfire
