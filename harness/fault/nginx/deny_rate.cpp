#include "fault/shared/deny_rate.hpp"

#include <fmt/format.h>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const std::string zone = fresh_name(config, "all_requests");
  Edits edits = add_where_passed(config, fmt::format("limit_req zone={};", zone));
  add(edits, set_around_passes(config, "limit_req_status", "429"));
  edits.push_back(add_directive(config.model(), config.http(),
                                fmt::format("limit_req_zone $server_port zone={}:32k rate={}r/s;",
                                            zone, allowed_per_second(args))));
  return edits;
}

}  // namespace

Misconfiguration nginx_deny_rate() {
  Misconfiguration fault;
  fault.doc = deny_rate_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = deny_rate_witness;
  return fault;
}

}  // namespace misfire
