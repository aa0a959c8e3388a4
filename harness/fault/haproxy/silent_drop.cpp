#include "fault/shared/silent_drop.hpp"

#include <fmt/format.h>

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  return add_login_rule(config, fmt::format("http-request silent-drop if {{ rand(100) lt {} }}",
                                            dropped_percent(args)));
}

}  // namespace

Misconfiguration haproxy_silent_drop() {
  Misconfiguration fault;
  fault.doc = silent_drop_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = silent_drop_witness;
  return fault;
}

}  // namespace misfire
