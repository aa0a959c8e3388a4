#include "fault/shared/http_request_timeout_low.hpp"

#include <fmt/format.h>
#include <set>

#include "balancer/nginx/entry.hpp"
#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

/// A setting of servers: which location is meant is not known before the head has been read.
Result<Edits> edit(const NginxConfig& config, const Args& args) {
  constexpr const char* kName = "client_header_timeout";
  const NginxModel& model = config.model();
  const std::string time = fmt::format("{}ms", http_request_timeout_ms(args));
  std::set<const NginxDirective*> servers;
  Edits edits;
  for (const NginxDirective* pass : config.passes()) {
    const NginxDirective* server = server_of(model, *pass);
    if (server == nullptr || !servers.insert(server).second) continue;
    const NginxDirective* written = model.last(server, kName);
    edits.push_back(written == nullptr
                        ? add_directive(model, *server, fmt::format("{} {};", kName, time))
                        : replace_arguments(*written, time));
  }
  return edits;
}

}  // namespace

Misconfiguration nginx_http_request_timeout_low() {
  Misconfiguration fault;
  fault.doc = http_request_timeout_low_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = http_request_timeout_low_witness;
  return fault;
}

}  // namespace misfire
