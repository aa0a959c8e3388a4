#include "fault/shared/proxy_protocol_mismatch.hpp"

#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = proxy_protocol_mismatch_doc();
  return made;
}

}  // namespace

FaultDoc proxy_protocol_mismatch_doc() {
  FaultDoc doc;
  doc.name = "proxy-protocol-mismatch";
  doc.title = "PROXY protocol to servers that speak none";
  doc.about =
      "The balancer begins each connection to a server with a line of the PROXY protocol, which "
      "the server takes for a broken request. Health checks begin with it as well, so that HAProxy "
      "takes the servers out; without checks each login that one of them gets fails.";
  doc.incident =
      "The protocol must be switched on at both ends at once, as its specification says; with one "
      "end first, everything stands still between the two changes.";
  doc.params = {role_param("servers", "the servers that are spoken to so", "all")};
  return doc;
}

Result<std::vector<std::size_t>> proxied_servers(const Args& args, std::size_t pool_size) {
  return servers_of(doc(), args, "servers", pool_size);
}

}  // namespace misfire
