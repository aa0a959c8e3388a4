// The small edits that misconfigurations of nginx are made of, and what their witnesses may go by.
// Pure; whatever is edited is found in the configuration as parsed.
#pragma once

#include "balancer/nginx/config.hpp"
#include "fault/misconfiguration.hpp"
#include "fault/shared/edits.hpp"

namespace misfire {

/// Removes the directive; with its whole line and the comment on it, if it is alone there.
Edit remove_directive(const NginxModel&, const NginxDirective&);
/// A directive of the block's own, its first, indented as the others are.
Edit add_directive(const NginxModel&, const NginxDirective& block, const std::string& directive);
/// Replaces the words behind the directive's name.
Edit replace_arguments(const NginxDirective&, const std::string& text);

/// Makes `…_setting value;` hold wherever requests are handed to the pool, proxy_… for a proxy_pass
/// and so on: where the directive stands for them it is replaced, and where none does it is written
/// into the location, since an `if` or limit_except around a pass takes no such directive.
Edits set_where_passed(const NginxConfig&, std::string_view setting, const std::string& value);

/// What a witness says, with what nginx's evidence is worth: of its servers it tells nothing, so
/// their state is what the configuration of the serving generation says.
Shown by_generation(Shown, const Observed&);
template <auto witness>
Shown of_generation(const Args& args, const Observed& seen) {
  return by_generation(witness(args, seen), seen);
}

}  // namespace misfire
