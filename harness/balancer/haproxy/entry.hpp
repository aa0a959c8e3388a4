// Where logins come in and where the exporter is read. Internal to the HAProxy adapter.
#pragma once

#include <vector>

#include "balancer/haproxy/config.hpp"

namespace misfire {

struct HaproxyEntry {
  const HaproxySection* entry = nullptr;
  const HaproxyLine* entry_bind = nullptr;
  const HaproxySection* metrics = nullptr;    ///< null: nothing serves the exporter
  const HaproxyLine* metrics_bind = nullptr;  ///< may be the same line
};

/// `original`: the user's configuration where another one is asked about, so that logins come in
/// where they do by it, wherever a fault sends them; or null. Error: no frontend leads to the pool,
/// or one of them listens nowhere.
Result<HaproxyEntry> find_entry(const HaproxyConfig&, const HaproxyConfig* original = nullptr);

/// The sections that a login passes: the entry, the pool, and what they inherit from.
std::vector<const HaproxySection*> on_the_way(const HaproxyConfig&, const HaproxyEntry&);

/// `redirect scheme https …`: whoever comes without TLS is sent to where it is spoken.
bool redirects_to_tls(const HaproxyLine&);

/// Whether logins come over TLS there in production.
bool speaks_tls(const HaproxyLine& bind);

/// The addresses of a bind line, which may be several.
std::vector<std::string> split_addresses(const std::string& list);

}  // namespace misfire
