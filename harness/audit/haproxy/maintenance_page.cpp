#include <fmt/format.h>

#include <algorithm>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

/// Whom it lets through, later rules do not see.
bool allows(const HaproxyLine& line) {
  return line.keyword() == "http-request" && line.word(1) == "allow";
}

/// Those of defaults are gone through first.
bool defaults_allow(const HaproxyModel& model, const HaproxySection& section) {
  const auto chain = model.defaults_of(section);
  return std::any_of(chain.begin(), chain.end(), [](const HaproxySection* defaults) {
    return std::any_of(defaults->lines.begin(), defaults->lines.end(), allows);
  });
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const HaproxySection* section : frontends(in.model)) {
    const bool leads =
        section->kind == "listen" || !effective(in.model, *section, "default_backend").missing();
    if (!leads || is_service(in.model, *section)) continue;
    if (defaults_allow(in.model, *section)) continue;
    for (const HaproxyLine& line : section->lines) {
      if (allows(line)) break;
      if (line.keyword() != "http-request" || line.word(1) != "return" || line.conditional)
        continue;
      const bool condition = std::any_of(
          line.words.begin(), line.words.end(),
          [](const HaproxyWord& word) { return word.text == "if" || word.text == "unless"; });
      if (condition) continue;
      found.push_back(
          place_at(in.model, line, 0, 1,
                   fmt::format("every request of {} ends here; nothing reaches a server",
                               title_of(*section))));
    }
  }
  return found;
}

}  // namespace

HaproxyRule maintenance_page() {
  RuleDoc doc;
  doc.id = "haproxy/maintenance-page";
  doc.severity = Severity::warning;
  doc.topic = Topic::masking;
  doc.title = "Everybody gets a page instead of the service";
  doc.why =
      "An answer without a condition is the end for every request: the servers behind it idle, "
      "their checks are green, and with status 200 nothing counts as an error. It is what is left "
      "of last month's maintenance. Measured: no login succeeds, and no error is counted.";
  doc.fix =
      "Answer with 503 while the work lasts, and take the line out, or make it depend on something "
      "that is switched on for the time.";
  doc.bad =
      "http-request return status 200 content-type text/html file "
      "/etc/haproxy/sorry.html\ndefault_backend auth";
  doc.good =
      "http-request return status 503 content-type text/html file /etc/haproxy/sorry.html if { "
      "nbsrv(auth) eq 0 }\ndefault_backend auth";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
