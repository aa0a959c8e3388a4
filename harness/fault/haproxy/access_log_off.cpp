#include "fault/shared/access_log_off.hpp"

#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

std::string cannot(const Args&) {
  return "HAProxy's metrics come from HAProxy itself, not from its log";
}

}  // namespace

Misconfiguration haproxy_access_log_off() {
  Misconfiguration fault;
  fault.doc = access_log_off_doc();
  fault.cannot = cannot;
  return fault;
}

}  // namespace misfire
