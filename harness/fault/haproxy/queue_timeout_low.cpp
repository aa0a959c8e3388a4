#include "fault/shared/queue_timeout_low.hpp"

#include <fmt/format.h>

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"
#include "fault/shared/evidence.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  return set_line(config.model(), config.pool_section(), "timeout", "queue",
                  fmt::format("{}ms", queue_timeout_ms(args)));
}

/// By the configuration of the serving worker: nobody queues while the pool keeps up.
Shown witness(const Args&, const Observed& seen) {
  return configuration_witness(seen, "the short time limit for the queue");
}

}  // namespace

Misconfiguration haproxy_queue_timeout_low() {
  Misconfiguration fault;
  fault.doc = queue_timeout_low_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = witness;
  return fault;
}

}  // namespace misfire
