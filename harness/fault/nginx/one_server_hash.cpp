#include "fault/shared/one_server_hash.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const std::string by = hash_key(args);
  const std::string key = by == "uri" ? "$uri" : by == "source" ? "$remote_addr" : "$host";
  return choose_by_hash(config, "hash " + key);
}

}  // namespace

Misconfiguration nginx_one_server_hash() {
  Misconfiguration fault;
  fault.doc = one_server_hash_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = of_generation<one_server_hash_witness>;
  return fault;
}

}  // namespace misfire
