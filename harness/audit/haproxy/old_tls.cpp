#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {
bool is_old(const std::string& version) {
  return version == "SSLv3" || version == "TLSv1.0" || version == "TLSv1.1";
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const HaproxySection& section : in.model.sections) {
    for (const HaproxyLine& line : section.lines) {
      for (std::size_t i = 1; i < line.words.size(); ++i) {
        const std::string& word = line.word(i);
        if (word == "ssl-min-ver" && is_old(line.word(i + 1))) {
          found.push_back(
              place_at(in.model, line, i, i + 1, fmt::format("{} is allowed", line.word(i + 1))));
        }
        if (word == "force-sslv3" || word == "force-tlsv10" || word == "force-tlsv11") {
          found.push_back(place_at(in.model, line, i, i, "only an outdated version is allowed"));
        }
      }
    }
  }
  return found;
}

}  // namespace

HaproxyRule old_tls() {
  RuleDoc doc;
  doc.id = "haproxy/old-tls";
  doc.severity = Severity::warning;
  doc.topic = Topic::tls;
  doc.title = "Outdated TLS is allowed";
  doc.why =
      "SSLv3, TLS 1.0 and 1.1 are broken or retired (RFC 7568, RFC 8996); clients that still need "
      "them are rare, attacks that lower the version are not. HAProxy's own default has been TLS "
      "1.2 since version 2.2.";
  doc.fix = "Write `ssl-min-ver TLSv1.2`, or leave the option out.";
  doc.bad = "ssl-default-bind-options ssl-min-ver TLSv1.0";
  doc.good = "ssl-default-bind-options ssl-min-ver TLSv1.2";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
