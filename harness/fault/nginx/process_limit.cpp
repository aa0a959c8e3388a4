#include "fault/shared/process_limit.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const std::string limit = std::to_string(process_connections(args));
  const NginxModel& model = config.model();
  const NginxDirective* events = model.last(nullptr, "events");
  if (events == nullptr) return usage_error("there is no block \"events\", which nginx needs");
  const NginxDirective* written = model.last(events, "worker_connections");
  if (written == nullptr) {
    return Edits{add_directive(model, *events, "worker_connections " + limit + ";")};
  }
  if (written->word(1) == limit) return Edits{};
  return Edits{replace_arguments(*written, limit)};
}

}  // namespace

Misconfiguration nginx_process_limit() {
  Misconfiguration fault;
  fault.doc = process_limit_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = process_limit_witness;
  return fault;
}

}  // namespace misfire
