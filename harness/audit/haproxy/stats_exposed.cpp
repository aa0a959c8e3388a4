#include <algorithm>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

/// The line that shows statistics; null where none does.
const HaproxyLine* shows_statistics(const HaproxySection& section) {
  for (const HaproxyLine& line : section.lines) {
    const std::string& what = line.word(1);
    if (line.keyword() == "stats" && (what == "enable" || what == "uri" || what == "admin")) {
      return line.conditional ? nullptr : &line;
    }
  }
  return nullptr;
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const HaproxySection* section : frontends(in.model)) {
    const HaproxyLine* shows = shows_statistics(*section);
    if (shows == nullptr || open_binds(*section).empty()) continue;
    if (!effective(in.model, *section, "stats", "auth").missing()) continue;
    if (!effective(in.model, *section, "stats", "http-request").missing()) continue;
    const auto& lines = section->lines;
    const bool asks = std::any_of(lines.begin(), lines.end(), [](const HaproxyLine& line) {
      return line.keyword() == "http-request" && (line.word(1) == "auth" || line.word(1) == "deny");
    });
    const bool admin = !effective(in.model, *section, "stats", "admin").missing();
    if (asks) continue;
    found.push_back(place_at(in.model, *shows,
                             admin ? "anybody who reaches this may take servers out"
                                   : "anybody who reaches this sees every server and its address"));
  }
  return found;
}

}  // namespace

HaproxyRule stats_exposed() {
  RuleDoc doc;
  doc.id = "haproxy/stats-exposed";
  doc.severity = Severity::warning;
  doc.topic = Topic::exposure;
  doc.title = "Statistics without a password, at an address that others reach";
  doc.why =
      "The page lists every server with its address and state; with `stats admin` anybody may take "
      "servers out. Nobody needs to break in to cause the outage.";
  doc.fix =
      "Bind it to loopback or to the management network, or ask for a password over TLS: `stats "
      "auth`, or `stats http-request auth`.";
  doc.bad = "listen stats\n    bind :9000\n    stats enable\n    stats uri /";
  doc.good = "listen stats\n    bind 127.0.0.1:9000\n    stats enable\n    stats uri /";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
