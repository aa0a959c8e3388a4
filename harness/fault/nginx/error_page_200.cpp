#include "fault/shared/error_page_200.hpp"

#include <fmt/format.h>
#include <set>

#include "balancer/nginx/entry.hpp"
#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args&) {
  const std::string page = fresh_name(config, "@sorry");
  Edits edits = add_where_passed(config, fmt::format("error_page 500 502 503 504 =200 {};", page));
  add(edits, set_where_passed(config, "_intercept_errors", "on"));
  std::set<const NginxDirective*> servers;
  for (const NginxDirective* pass : config.passes()) {
    const NginxDirective* server = server_of(config.model(), *pass);
    if (server == nullptr || !servers.insert(server).second) continue;
    edits.push_back(
        add_directive(config.model(), *server,
                      fmt::format("location {} {{ return 200 \"Please try again.\"; }}", page)));
  }
  return edits;
}

}  // namespace

Misconfiguration nginx_error_page_200() {
  Misconfiguration fault;
  fault.doc = error_page_200_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = error_page_200_witness;
  return fault;
}

}  // namespace misfire
