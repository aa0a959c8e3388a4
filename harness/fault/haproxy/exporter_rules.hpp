// Rules in front of HAProxy's Prometheus exporter.
#pragma once

#include <string>

#include "fault/haproxy/edits.hpp"

namespace misfire {

/// Adds the rule before each line that serves the exporter, under the same condition: rules are
/// asked in order. Errors: nothing serves it ("…, so `consequence`"), or a line never counts.
Result<Edits> add_before_exporter(const HaproxyConfig&, const std::string& rule,
                                  const std::string& consequence);

}  // namespace misfire
