#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

/// The words from "if" or "unless" on; "" where there is no condition.
std::string condition_of(const HaproxyLine& line) {
  std::string condition;
  for (const HaproxyWord& word : line.words) {
    if (condition.empty() && word.text != "if" && word.text != "unless") continue;
    condition += word.text + " ";
  }
  return condition;
}

/// Answers, or leads somewhere; what stands inside .if may.
bool is_last(const HaproxyLine& line) {
  const std::string& what = line.word(1);
  return line.keyword() == "use_backend" || line.keyword() == "redirect" ||
         (line.keyword() == "http-request" &&
          (what == "deny" || what == "return" || what == "redirect" || what == "reject" ||
           what == "tarpit" || what == "use-service"));
}

/// Whether every request is taken by one of the rules: by one without a condition, or by two of
/// which one asks for the opposite of the other.
bool takes_all(const HaproxySection& section) {
  std::set<std::string> asked;
  for (const HaproxyLine& line : section.lines) {
    if (!is_last(line)) continue;
    const std::string condition = condition_of(line);
    if (condition.empty() || line.conditional) return true;
    asked.insert(condition);
  }
  return std::any_of(asked.begin(), asked.end(), [&](const std::string& condition) {
    if (!condition.starts_with("if ")) return false;
    const std::string acl = condition.substr(3);
    return asked.contains("unless " + acl) || asked.contains("if !" + acl);
  });
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const HaproxySection* section : frontends(in.model)) {
    if (section->kind != "frontend" || !is_http(in.model, *section)) continue;
    if (!effective(in.model, *section, "default_backend").missing()) continue;
    const bool routes =
        std::any_of(section->lines.begin(), section->lines.end(),
                    [](const HaproxyLine& line) { return line.keyword() == "use_backend"; });
    if (!routes || takes_all(*section)) continue;
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
