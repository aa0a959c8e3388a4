#include "fault/shared/tls_to_plain.hpp"

#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = tls_to_plain_doc();
  return made;
}

}  // namespace

FaultDoc tls_to_plain_doc() {
  FaultDoc doc;
  doc.name = "tls-to-plain";
  doc.title = "TLS to servers that speak none";
  doc.about =
      "The balancer speaks TLS to servers that speak plain HTTP. HAProxy's health checks do as "
      "well, so that it takes the servers out, one by one or all; without checks each login that "
      "one of them gets fails, or is tried elsewhere. nginx answers 502 for everybody.";
  doc.incident =
      "TLS was switched on at one end only: the most common mistake while it is introduced. In a "
      "measurement of this project no login succeeded; with one server and no check 59 % did.";
  doc.params = {role_param("servers", "the servers that are spoken to so", "all")};
  return doc;
}

Result<std::vector<std::size_t>> tls_servers(const Args& args, std::size_t pool_size) {
  return servers_of(doc(), args, "servers", pool_size);
}

}  // namespace misfire
