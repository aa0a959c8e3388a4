#include "fault/shared/http_version.hpp"

#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = http_version_doc();
  return made;
}

}  // namespace

FaultDoc http_version_doc() {
  FaultDoc doc;
  doc.name = "http-version";
  doc.title = "HTTP/2 to servers that speak HTTP/1";
  doc.about =
      "The balancer speaks HTTP/2 without TLS to servers that speak HTTP/1.1. Health checks do as "
      "well, so that HAProxy takes the servers out; without checks each login that one of them "
      "gets fails with 502.";
  doc.incident =
      "HTTP/2 without TLS cannot be negotiated: both ends must be told, and one is told first.";
  doc.params = {role_param("servers", "the servers that are spoken to so", "all")};
  return doc;
}

Result<std::vector<std::size_t>> http2_servers(const Args& args, std::size_t pool_size) {
  return servers_of(doc(), args, "servers", pool_size);
}

}  // namespace misfire
