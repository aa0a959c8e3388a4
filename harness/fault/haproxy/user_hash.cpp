#include "fault/shared/user_hash.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  const HaproxyModel& model = config.model();
  const HaproxySection& pool = config.pool_section();
  auto edits = set_balance(config, "hash req.body");
  if (!edits) return edits;
  // Without it the body has not come yet when the server is chosen.
  const auto buffered = certain_lines(model, pool, "option", "http-buffer-request");
  if (!buffered) return tl::unexpected(buffered.error());
  if (buffered->empty() && !edits->empty()) {
    edits->push_back(add_line(model, pool, "option http-buffer-request"));
  }
  return edits;
}

}  // namespace

Misconfiguration haproxy_user_hash() {
  Misconfiguration fault;
  fault.doc = user_hash_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = user_hash_witness;
  return fault;
}

}  // namespace misfire
