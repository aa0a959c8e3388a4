#include "fault/shared/user_hash.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args&) {
  return choose_by_hash(config, "hash $request_body");
}

}  // namespace

Misconfiguration nginx_user_hash() {
  Misconfiguration fault;
  fault.doc = user_hash_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = user_hash_witness;
  return fault;
}

}  // namespace misfire
