#include <fmt/format.h>

#include <algorithm>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

/// Whatever comes as far as this line ends here, or may: .if and names made at run time.
bool takes_all(const HaproxyLine& line) {
  const bool condition = std::any_of(line.words.begin(), line.words.end(), [](const auto& word) {
    return word.text == "if" || word.text == "unless";
  });
  const std::string& what = line.word(1);
  const bool last = line.keyword() == "use_backend" || line.keyword() == "redirect" ||
                    (line.keyword() == "http-request" &&
                     (what == "deny" || what == "return" || what == "redirect" ||
                      what == "reject" || what == "tarpit" || what == "use-service"));
  return last && (!condition || line.conditional);
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const HaproxySection* section : frontends(in.model)) {
    if (section->kind != "frontend" || !is_http(in.model, *section)) continue;
    if (!effective(in.model, *section, "default_backend").missing()) continue;
    bool routes = false, ends = false;
    for (const HaproxyLine& line : section->lines) {
      routes = routes || line.keyword() == "use_backend";
      ends = ends || takes_all(line);
    }
    if (!routes || ends) continue;
    found.push_back(place_at(
        in.model, section->header,
        fmt::format("what no use_backend of {} takes is answered with 503", title_of(*section))));
  }
  return found;
}

}  // namespace

HaproxyRule no_default_backend() {
  RuleDoc doc;
  doc.id = "haproxy/no-default-backend";
  doc.severity = Severity::warning;
  doc.topic = Topic::routing;
  doc.title = "A request that no rule takes has no backend";
  doc.why =
      "HAProxy answers it with 503 itself. A path that is mistyped, a new host name, a list of "
      "hosts that comes out empty: the servers never see these requests, and only the frontend's "
      "counters tell.";
  doc.incident =
      "Google Cloud Load Balancing, 16 November 2021: an empty configuration was pushed; 404 for "
      "all, 33 minutes.";
  doc.fix =
      "Name a `default_backend`, or answer the rest on purpose: `http-request deny status 404`.";
  doc.bad = "use_backend api if { path_beg /api }";
  doc.good = "use_backend api if { path_beg /api }\ndefault_backend www";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
