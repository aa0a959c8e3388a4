// Every rule of one kind of file over one subject.
#pragma once

#include <utility>
#include <vector>

#include "audit/rule.hpp"

namespace misfire {

/// What the rules find, rule by rule; nothing is suppressed yet.
template <class Subject>
std::vector<Finding> run_rules(const std::vector<AuditRule<Subject>>& rules,
                               const Subject& subject) {
  std::vector<Finding> findings;
  for (const AuditRule<Subject>& rule : rules) {
    for (Place& place : rule.check(subject)) {
      findings.push_back({rule.doc.id, rule.doc.severity, std::move(place)});
    }
  }
  return findings;
}

}  // namespace misfire
