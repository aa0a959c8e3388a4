// A rule of the audit: its documentation, and the pure function that looks for it in one kind of
// file. One small file each, in a folder a kind of file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/finding.hpp"
#include "balancer/haproxy/model.hpp"
#include "balancer/nginx/model.hpp"
#include "scenario/system.hpp"

namespace misfire {

/// What a rule is about: the chapters of docs/audit/README.md, in this order.
enum class Topic {
  none,  ///< of no rule: each must say its own
  servers,
  weights,
  stickiness,
  health,
  timeouts,
  limits,
  retries,
  routing,
  masking,
  tls,
  exposure,
  metrics,
  logs,
  operation,
  alert_rules,
  notifications,
  suppressions,
};
/// The chapter's heading: "Health checks".
const char* to_string(Topic);

/// What a person reads about a rule; docs/audit has a page of each, made from it.
struct RuleDoc {
  std::string id;  ///< "haproxy/no-redispatch": the kind of file, and what is wrong with it
  Severity severity = Severity::warning;
  std::string title;     ///< one line
  std::string why;       ///< what happens to users, or to those who should notice
  std::string incident;  ///< where it happened for real, with its source; "" where none is known
  std::string fix;       ///< what to write instead, and why that is safe
  std::string bad = {}, good = {};  ///< a few lines of configuration
  Topic topic = Topic::none;
};

/// What is known beyond the file itself: only of an audit of a system file.
struct AuditContext {
  std::optional<BackendsSpec> backends;       ///< what one backend can bear
  std::optional<ModelDuration> alert_budget;  ///< the soonest that a page comes, from its cause
};

/// What rules look at, a kind of file each.
struct AuditPool;
struct HaproxySubject {
  const HaproxyModel& model;
  const AuditContext& context;
  const std::vector<AuditPool>& pools;  ///< audit/haproxy/pools.hpp
};
struct NginxSubject {
  const NginxModel& model;
  const AuditContext& context;
};

template <class Subject>
struct AuditRule {
  RuleDoc doc;
  std::vector<Place> (*check)(const Subject&) = nullptr;
};

}  // namespace misfire
