#include "fault/shared/check_slow.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  return leave_out_after(config, slow_failures(args), slow_interval_s(args));
}

}  // namespace

Misconfiguration nginx_check_slow() {
  Misconfiguration fault;
  fault.doc = check_slow_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = check_slow_witness;
  return fault;
}

}  // namespace misfire
