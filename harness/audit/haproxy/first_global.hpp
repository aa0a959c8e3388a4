// Where a finding about the process as a whole stands.
#pragma once

#include "balancer/haproxy/model.hpp"

namespace misfire::haproxy_audit {

/// Null: the file has no global section, and may be a part of a configuration.
inline const HaproxySection* first_global(const HaproxyModel& model) {
  for (const HaproxySection& section : model.sections) {
    if (section.kind == "global") return &section;
  }
  return nullptr;
}

}  // namespace misfire::haproxy_audit
