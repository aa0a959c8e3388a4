#include "fault/shared/login_cached.hpp"

#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

std::string cannot(const Args&) {
  return "HAProxy caches answers to GET only, and logins are POST";
}

}  // namespace

Misconfiguration haproxy_login_cached() {
  Misconfiguration fault;
  fault.doc = login_cached_doc();
  fault.cannot = cannot;
  return fault;
}

}  // namespace misfire
