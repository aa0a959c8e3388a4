#include <fmt/format.h>

#include <array>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

/// As HAProxy 2.6 says itself when it meets them.
struct Outdated {
  const char* keyword;
  const char* second;   ///< "": any
  const char* section;  ///< "": any
  const char* since;
  const char* instead;
};
constexpr Outdated kOutdated[] = {
    {"nbproc", "", "", "removed in 2.5", "threads do it; `nbthread` limits them"},
    {"bind-process", "", "", "deprecated, and without effect since 2.5", "`thread` of bind lines"},
    {"reqadd", "", "", "removed in 2.1", "`http-request add-header`"},
    {"reqirep", "", "", "removed in 2.1", "`http-request replace-header` or replace-path"},
    {"reqrep", "", "", "removed in 2.1", "`http-request replace-header` or replace-path"},
    {"reqidel", "", "", "removed in 2.1", "`http-request del-header`"},
    {"reqdel", "", "", "removed in 2.1", "`http-request del-header`"},
    {"reqideny", "", "", "removed in 2.1", "`http-request deny`"},
    {"reqdeny", "", "", "removed in 2.1", "`http-request deny`"},
    {"rspadd", "", "", "removed in 2.1", "`http-response add-header`"},
    {"rspidel", "", "", "removed in 2.1", "`http-response del-header`"},
    {"rspdel", "", "", "removed in 2.1", "`http-response del-header`"},
    {"rspirep", "", "", "removed in 2.1", "`http-response replace-header`"},
    {"rsprep", "", "", "removed in 2.1", "`http-response replace-header`"},
    {"block", "", "", "removed in 2.1", "`http-request deny`"},
    {"clitimeout", "", "", "removed in 2.1", "`timeout client`"},
    {"contimeout", "", "", "removed in 2.1", "`timeout connect`"},
    {"srvtimeout", "", "", "removed in 2.1", "`timeout server`"},
    {"redispatch", "", "", "removed in 2.1", "`option redispatch`"},
    {"redisp", "", "", "removed in 2.1", "`option redispatch`"},
    {"grace", "", "listen", "removed in 2.5", "nothing; `hard-stop-after` limits a stop"},
    {"grace", "", "frontend", "removed in 2.5", "nothing; `hard-stop-after` limits a stop"},
    {"grace", "", "defaults", "removed in 2.5", "nothing; `hard-stop-after` limits a stop"},
    {"option", "forceclose", "", "removed in 2.0", "`option httpclose`"},
    {"option", "http-tunnel", "", "removed in 2.1", "nothing, or `mode tcp`"},
    {"option", "http_proxy", "", "removed in 2.5", "`http-request do-resolve` and `set-dst`"},
    {"monitor-net", "", "", "removed", "`monitor-uri`, or `http-request return`"},
    {"appsession", "", "", "removed in 1.6", "`cookie`, or a stick table"},
    {"transparent", "", "", "deprecated", "`option transparent`"},
};

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const HaproxySection& section : in.model.sections) {
    for (const HaproxyLine& line : section.lines) {
      const std::size_t at = line.keyword() == "no" ? 1 : 0;
      const std::string& keyword = line.word(at);
      for (const Outdated& one : kOutdated) {
        if (keyword != one.keyword || (*one.second != 0 && line.word(at + 1) != one.second))
          continue;
        if (*one.section != 0 && section.kind != one.section) continue;
        found.push_back(place_at(in.model, line, at, *one.second == 0 ? at : at + 1,
                                 fmt::format("{}: {}", one.since, one.instead)));
      }
      if (keyword == "option" && line.word(1) == "httpchk" && line.words.size() > 4 &&
          line.word(4).starts_with("HTTP/") && line.word(4).find('\n') != std::string::npos) {
        found.push_back(place_at(in.model, line, 4, 4,
                                 "headers behind the version are deprecated since 2.2: use "
                                 "`http-check send hdr`"));
      }
    }
  }
  return found;
}

}  // namespace

HaproxyRule outdated_directive() {
  RuleDoc doc;
  doc.id = "haproxy/outdated-directive";
  doc.severity = Severity::warning;
  doc.topic = Topic::operation;
  doc.title = "A directive that newer versions refuse or warn of";
  doc.why =
      "The file works until the day of the upgrade, and then the balancer does not start: often in "
      "the night, by an automatic update of a package.";
  doc.fix = "Write what has taken its place.";
  doc.bad = "reqadd X-Forwarded-Proto:\\\\ https";
  doc.good = "http-request set-header X-Forwarded-Proto https";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
