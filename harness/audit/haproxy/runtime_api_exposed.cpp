#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"
#include "balancer/haproxy/config.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const HaproxySection& section : in.model.sections) {
    if (section.kind != "global") continue;
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() != "stats" || line.word(1) != "socket" || line.words.size() < 3) continue;
      const std::string& address = line.word(2);
      if (line.conditional || line.words[2].variable || is_local(address)) continue;
      if (parse_haproxy_address(address).port == 0) continue;  // a path, relative to somewhere
      bool only_looks = false;
      for (std::size_t i = 3; i + 1 < line.words.size(); ++i) {
        only_looks = only_looks || (line.word(i) == "level" && line.word(i + 1) == "user");
      }
      if (only_looks) continue;
      found.push_back(
          place_at(in.model, line, 2, 2,
                   "whoever reaches this may command the balancer, without a password"));
    }
  }
  return found;
}

}  // namespace

HaproxyRule runtime_api_exposed() {
  RuleDoc doc;
  doc.id = "haproxy/runtime-api-exposed";
  doc.severity = Severity::error;
  doc.topic = Topic::exposure;
  doc.title = "Anybody on the network can command the balancer";
  doc.why =
      "The Runtime API asks for no password. On a TCP address that others reach, with a level that "
      "may change things (`operator` is the default), anybody takes servers out, changes weights "
      "or addresses, with nothing in a file to show it.";
  doc.fix = "Use a Unix socket with a mode, or bind to 127.0.0.1.";
  doc.bad = "stats socket ipv4@0.0.0.0:9999 level admin";
  doc.good = "stats socket /run/haproxy/admin.sock mode 660 level admin";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
