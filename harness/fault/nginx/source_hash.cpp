#include "fault/shared/source_hash.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args&) {
  return choose_by_hash(config, "ip_hash");
}

}  // namespace

Misconfiguration nginx_source_hash() {
  Misconfiguration fault;
  fault.doc = source_hash_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = source_hash_witness;
  return fault;
}

}  // namespace misfire
