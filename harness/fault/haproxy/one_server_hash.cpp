#include "fault/shared/one_server_hash.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

/// As HAProxy writes what the parameter means.
std::string algorithm_of(const std::string& key) {
  return key == "host" ? "hdr(Host)" : key;
}

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  return set_balance(config, algorithm_of(hash_key(args)));
}

}  // namespace

Misconfiguration haproxy_one_server_hash() {
  Misconfiguration fault;
  fault.doc = one_server_hash_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = one_server_hash_witness;
  return fault;
}

}  // namespace misfire
