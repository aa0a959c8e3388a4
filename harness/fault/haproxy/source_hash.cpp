#include "fault/shared/source_hash.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/stick.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  return stick_on(config, "type ip size 100k expire 30m", "src");
}

}  // namespace

Misconfiguration haproxy_source_hash() {
  Misconfiguration fault;
  fault.doc = source_hash_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = source_hash_witness;
  return fault;
}

}  // namespace misfire
