#include "fault/shared/check_strict.hpp"

#include "fault/haproxy/check_edits.hpp"
#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  auto edits = set_check_param(config, "fall", "1");
  if (!edits) return edits;
  auto limit = set_check_timeout(config, strict_limit_ms(args));
  if (!limit) return limit;
  add(*edits, std::move(*limit));
  return edits;
}

}  // namespace

Misconfiguration haproxy_check_strict() {
  Misconfiguration fault;
  fault.doc = check_strict_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = check_strict_witness;
  return fault;
}

}  // namespace misfire
