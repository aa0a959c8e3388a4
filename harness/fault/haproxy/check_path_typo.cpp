#include "fault/shared/check_path_typo.hpp"

#include <fmt/format.h>

#include "fault/haproxy/check_edits.hpp"
#include "fault/haproxy/haproxy.hpp"
#include "fault/shared/params.hpp"
#include "fault/shared/path_typo.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  return set_check_path(config, [](const std::string& path) -> Result<std::string> {
    if (const auto typo = misspelt(path); typo && is_plain_path(path)) return *typo;
    return usage_error(fmt::format(
        "the path of the health checks, \"{}\", is not plain or has no two letters to swap", path));
  });
}

}  // namespace

Misconfiguration haproxy_check_path_typo() {
  Misconfiguration fault;
  fault.doc = check_path_typo_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = check_path_typo_witness;
  fault.asks_checks = true;
  return fault;
}

}  // namespace misfire
