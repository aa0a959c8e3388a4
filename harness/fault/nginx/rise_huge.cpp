#include "fault/shared/rise_huge.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  return leave_out_after(config, {}, rise_out_s(args));
}

}  // namespace

Misconfiguration nginx_rise_huge() {
  Misconfiguration fault;
  fault.doc = rise_huge_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = of_generation<rise_huge_witness>;
  return fault;
}

}  // namespace misfire
