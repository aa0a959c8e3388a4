#include "fault/shared/silent_drop.hpp"

#include <fmt/format.h>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const std::string name = fresh_name(config, "dropped");
  Edits edits = add_where_passed(config, fmt::format("if (${}) {{ return 444; }}", name));
  edits.push_back(add_directive(
      config.model(), config.http(),
      fmt::format("split_clients $request_id ${} {{ {}% 1; * 0; }}", name, dropped_percent(args))));
  return edits;
}

}  // namespace

Misconfiguration nginx_silent_drop() {
  Misconfiguration fault;
  fault.doc = silent_drop_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = silent_drop_witness;
  return fault;
}

}  // namespace misfire
