#include "fault/shared/proxy_protocol_mismatch.hpp"

#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

std::string cannot(const Args&) {
  return "nginx's http proxy cannot send the PROXY protocol to servers, only its stream proxy can";
}

}  // namespace

Misconfiguration nginx_proxy_protocol_mismatch() {
  Misconfiguration fault;
  fault.doc = proxy_protocol_mismatch_doc();
  fault.cannot = cannot;
  return fault;
}

}  // namespace misfire
