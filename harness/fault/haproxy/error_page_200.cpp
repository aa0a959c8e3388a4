#include "fault/shared/error_page_200.hpp"

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  Edits edits;
  for (const HaproxySection* section : login_frontends(config)) {
    edits.push_back(add_line(config.model(), *section,
                             "http-after-response set-status 200 if { status ge 500 }"));
  }
  return edits;
}

}  // namespace

Misconfiguration haproxy_error_page_200() {
  Misconfiguration fault;
  fault.doc = error_page_200_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = error_page_200_witness;
  return fault;
}

}  // namespace misfire
