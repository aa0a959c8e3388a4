#include "fault/shared/server_duplicated.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto servers = duplicated_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  const HaproxyWord& original = config.server_line(servers->original).words[2];
  const std::string address = config.text().substr(original.begin, original.end - original.begin);
  Edits edits;
  for (const std::size_t i : servers->copies) {
    const HaproxyWord& word = config.server_line(i).words[2];
    if (word.text != original.text) edits.push_back({word.begin, word.end, address});
  }
  return edits;
}

}  // namespace

Misconfiguration haproxy_server_duplicated() {
  Misconfiguration fault;
  fault.doc = server_duplicated_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = server_duplicated_witness;
  // The Runtime API can set an address, but connections that are open stay where they are, and
  // those of a busy pool stay open: the logins would not follow.
  return fault;
}

}  // namespace misfire
