#include "fault/shared/client_timeout_low.hpp"

#include <fmt/format.h>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

/// What nginx takes in a location: between two reads of a body, and two writes of an answer.
Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const std::string time = fmt::format("{}ms", client_timeout_ms(args));
  Edits edits = set_around_passes(config, "client_body_timeout", time);
  add(edits, set_around_passes(config, "send_timeout", time));
  return edits;
}

}  // namespace

Misconfiguration nginx_client_timeout_low() {
  Misconfiguration fault;
  fault.doc = client_timeout_low_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = client_timeout_low_witness;
  return fault;
}

}  // namespace misfire
