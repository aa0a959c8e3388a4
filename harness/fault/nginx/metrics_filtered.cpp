#include "fault/shared/metrics_filtered.hpp"

#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

std::string cannot(const Args&) {
  return "nginx's stub_status has seven figures of the whole process and no filter";
}

}  // namespace

Misconfiguration nginx_metrics_filtered() {
  Misconfiguration fault;
  fault.doc = metrics_filtered_doc();
  fault.cannot = cannot;
  return fault;
}

}  // namespace misfire
