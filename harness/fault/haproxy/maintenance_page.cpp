#include "fault/shared/maintenance_page.hpp"

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  return add_login_rule(config,
                        "http-request return status 200 content-type text/plain string "
                        "\"We will be back soon.\"");
}

}  // namespace

Misconfiguration haproxy_maintenance_page() {
  Misconfiguration fault;
  fault.doc = maintenance_page_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = maintenance_page_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
