#include "fault/shared/check_any_status.hpp"

#include "fault/haproxy/check_edits.hpp"
#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

constexpr const char* kRule = "http-check expect status 200-599";

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  const HaproxyModel& model = config.model();
  const HaproxySection& pool = config.pool_section();
  const auto options = lines_in_force(config, "option", "httpchk");
  if (!options) return tl::unexpected(options.error());
  if (options->section == nullptr) {
    return usage_error("the pool is not checked by HTTP, so that its checks go by no status",
                       "it needs option httpchk", model.where(pool.header));
  }
  const auto rules = lines_in_force(config, "http-check");
  if (!rules) return tl::unexpected(rules.error());
  if (rules->section == nullptr) return Edits{add_line(model, pool, kRule)};
  const HaproxyLines expects = lines_with(*rules->section, "http-check", "expect");
  if (rules->section != &pool) {
    // A rule of its own would make the pool lose those that it inherits.
    if (expects.size() == rules->lines.size()) return Edits{add_line(model, pool, kRule)};
    return usage_error("the pool inherits rules of its checks from a defaults section",
                       "write its http-check lines into the pool's own section",
                       model.where(*rules->lines.front()));
  }
  if (expects.empty()) return Edits{add_line_after(model, *rules->lines.back(), kRule)};
  Edits edits;
  for (const HaproxyLine* expect : expects) edits.push_back(replace_words(*expect, 0, kRule));
  return edits;
}

}  // namespace

Misconfiguration haproxy_check_any_status() {
  Misconfiguration fault;
  fault.doc = check_any_status_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = check_any_status_witness;
  return fault;
}

}  // namespace misfire
