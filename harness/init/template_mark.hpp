// Texts that are no configurations yet: templates of Helm, Jinja and their like, by their braces.
// Pure.
#pragma once

#include <string>

namespace misfire {

/// The line of the first `{{`; 0: there is none.
int template_mark(const std::string& text);

/// Does it name what only Helm fills in? Rules and Alertmanager's files have braces, too, which
/// Prometheus and Alertmanager fill in.
bool is_helm_template(const std::string& text);

}  // namespace misfire
