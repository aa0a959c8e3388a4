#include "fault/shared/check_slow.hpp"

#include <fmt/format.h>

#include "fault/haproxy/check_edits.hpp"
#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const std::string interval = fmt::format("{}s", slow_interval_s(args));
  auto edits = set_check_param(config, "inter", interval);
  if (!edits) return edits;
  auto failures = set_check_param(config, "fall", std::to_string(slow_failures(args)));
  if (!failures) return failures;
  add(*edits, std::move(*failures));
  // The intervals of a server in doubt count where they are written.
  for (std::size_t i = 0; i < config.pool().size(); ++i) {
    const ServerSettings settings = settings_of(config, i);
    for (const char* name : {"fastinter", "downinter"}) {
      if (settings.flag("check") && settings.has(name) && settings.value(name) != interval) {
        add(*edits, config.set_param(i, name, interval));
      }
    }
  }
  return edits;
}

}  // namespace

Misconfiguration haproxy_check_slow() {
  Misconfiguration fault;
  fault.doc = check_slow_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = check_slow_witness;
  return fault;
}

}  // namespace misfire
