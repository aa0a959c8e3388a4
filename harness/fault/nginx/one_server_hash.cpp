#include "fault/shared/one_server_hash.hpp"

#include <fmt/format.h>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const std::string by = hash_key(args);
  const std::string key = by == "uri" ? "$uri" : by == "source" ? "$remote_addr" : "$host";
  for (std::size_t i = 0; i < config.pool().size(); ++i) {
    if (!server_flag(config.server(i), "backup")) continue;
    return usage_error(fmt::format("nginx cannot hash a pool with backup servers (line {})",
                                   config.pool()[i].where.line),
                       "it refuses the configuration", config.pool()[i].where);
  }
  for (const char* name : {"hash", "ip_hash", "least_conn", "random"}) {
    const NginxDirective* chosen = config.model().last(&config.upstream(), name);
    if (chosen == nullptr) continue;
    const std::string line = "hash " + key;
    if (config.algorithm() == line) return Edits{};
    return Edits{{chosen->begin, chosen->words.back().end, line}};
  }
  return Edits{add_directive(config.model(), config.upstream(), "hash " + key + ";")};
}

}  // namespace

Misconfiguration nginx_one_server_hash() {
  Misconfiguration fault;
  fault.doc = one_server_hash_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = of_generation<one_server_hash_witness>;
  return fault;
}

}  // namespace misfire
