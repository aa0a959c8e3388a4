#include "fault/shared/http_version.hpp"

#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

std::string cannot(const Args&) {
  return "nginx speaks HTTP/1.0 or 1.1 to servers, and every server of HTTP/1.1 understands both";
}

}  // namespace

Misconfiguration nginx_http_version() {
  Misconfiguration fault;
  fault.doc = http_version_doc();
  fault.cannot = cannot;
  return fault;
}

}  // namespace misfire
