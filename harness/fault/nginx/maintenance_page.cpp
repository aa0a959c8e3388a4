#include "fault/shared/maintenance_page.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args&) {
  return add_where_passed(config, "return 200 \"We will be back soon.\";");
}

}  // namespace

Misconfiguration nginx_maintenance_page() {
  Misconfiguration fault;
  fault.doc = maintenance_page_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = maintenance_page_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
