#include "fault/shared/rise_huge.hpp"

#include "fault/haproxy/check_edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  return set_check_param(config, "rise", std::to_string(rise_successes(args)));
}

}  // namespace

Misconfiguration haproxy_rise_huge() {
  Misconfiguration fault;
  fault.doc = rise_huge_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = rise_huge_witness;
  return fault;
}

}  // namespace misfire
