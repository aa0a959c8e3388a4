#include "fault/shared/connection_limit.hpp"

#include <fmt/format.h>

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto servers = limited_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  if (auto known = certain_settings(config); !known) return tl::unexpected(known.error());
  const std::int64_t limit = connection_limit(args);
  Edits edits;
  for (const std::size_t i : *servers) {
    const ServerSettings settings = settings_of(config, i);
    const std::string text = std::to_string(limit);
    if (auto lower = lowers_limit(config.pool()[i].name,
                                  number_of(settings.value("maxconn")).value_or(0), limit);
        !lower) {
      return tl::unexpected(lower.error());
    }
    if (settings.value("maxconn") != text) add(edits, config.set_param(i, "maxconn", text));
    // A limit below the least one would be raised to it.
    if (const auto least = number_of(settings.value("minconn")); least && *least > limit) {
      add(edits, config.set_param(i, "minconn", text));
    }
  }
  return edits;
}

Result<RuntimeChange> runtime(const HaproxyConfig& config, const Args& args) {
  const auto servers = limited_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  if (auto known = certain_settings(config); !known) return tl::unexpected(known.error());
  RuntimeChange change;
  for (const std::size_t i : *servers) {
    const auto command = [&](std::int64_t limit) {
      return fmt::format("set maxconn server {} {}", server_path(config, i), limit);
    };
    const ServerSettings settings = settings_of(config, i);
    const std::string least = settings.value("minconn"), most = settings.value("maxconn");
    // The command leaves a minconn as it is, and below that no limit is kept; without a maxconn it
    // would even make it the limit, and then nothing could bring it back.
    if (!least.empty() && least != most) {
      return usage_error(fmt::format("{} has minconn {}, and only a reload can lower that",
                                     config.pool()[i].name, least),
                         "leave out via, or write via = \"reload\"");
    }
    const auto written = number_of(most);
    change.inject.push_back(command(connection_limit(args)));
    change.revert.push_back(command(written.value_or(0)));  // 0: no limit
  }
  return change;
}

}  // namespace

Misconfiguration haproxy_connection_limit() {
  Misconfiguration fault;
  fault.doc = connection_limit_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = connection_limit_witness;
  fault.runtime = of<HaproxyConfig, runtime>;
  return fault;
}

}  // namespace misfire
