#include "fault/shared/queue_timeout_low.hpp"

#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

std::string cannot(const Args&) {
  return "the open-source nginx has no queue in front of an upstream";
}

}  // namespace

Misconfiguration nginx_queue_timeout_low() {
  Misconfiguration fault;
  fault.doc = queue_timeout_low_doc();
  fault.cannot = cannot;
  return fault;
}

}  // namespace misfire
