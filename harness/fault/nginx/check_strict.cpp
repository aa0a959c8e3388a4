#include "fault/shared/check_strict.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  return leave_out_after(config, 1, strict_out_s(args));
}

}  // namespace

Misconfiguration nginx_check_strict() {
  Misconfiguration fault;
  fault.doc = check_strict_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = check_strict_witness;
  return fault;
}

}  // namespace misfire
