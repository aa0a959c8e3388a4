#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {
// Two servers of different strength are common; a canary beside one server is, too.
constexpr double kMostOfTwo = 0.75, kMostOfMany = 0.5;

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const AuditPool& pool : in.pools) {
    // It fills one server after the other, whatever their weights are.
    if (effective(in.model, *pool.section, "balance").word(1) == "first") continue;
    const auto active = pool.active();
    int servers = 0;
    double all = 0;
    bool known = pool.whole;
    const AuditServer* most = nullptr;
    for (const AuditServer* server : active) {
      const auto weight = server->weight();
      known = known && weight.has_value();
      if (!known) break;
      servers += server->count;
      all += *weight * server->count;
      if (most == nullptr || *weight > *most->weight()) most = server;
    }
    if (!known || servers < 2 || all <= 0) continue;
    const double share = *most->weight() / all;
    if (share <= (servers == 2 ? kMostOfTwo : kMostOfMany)) continue;
    const std::size_t word = most->word_of("weight");
    found.push_back(place_at(
        in.model, *most->line, word, word == most->address_word ? word : word + 1,
        fmt::format("\"{}\" gets {:.0f} % of the traffic of {}; an even share of {} servers would "
                    "be {:.0f} %",
                    most->name, share * 100, title_of(*pool.section), servers, 100.0 / servers)));
  }
  return found;
}

}  // namespace

HaproxyRule weights_out_of_proportion() {
  RuleDoc doc;
  doc.id = "haproxy/weights-out-of-proportion";
  doc.severity = Severity::warning;
  doc.topic = Topic::weights;
  doc.title = "One server gets most of a pool's traffic";
  doc.why =
      "Weights are shares. A server whose weight is more than that of all others together takes "
      "more than half of the requests, and is overloaded while the others idle; every check stays "
      "green until it gives way. In the measured case (250 to 10 and 10) 10 % of the logins "
      "succeeded in time.";
  doc.incident =
      "18 February 2024, the outage that this project comes from: weights sent four fifths of the "
      "traffic to one of three auth servers, about 30 % of the users could not log in, the "
      "database and then an attack were suspected first, and it took 5 h 30 min. GitLab, 2023: six "
      "new balancer nodes beside 39 got about half of the traffic.";
  doc.fix =
      "Give equal servers equal weights, or none at all. Bring a new server in by the Runtime API "
      "step by step, and keep the file in step with what runs.";
  doc.bad =
      "server auth1 10.0.0.11:9001 check weight 200\nserver auth2 10.0.0.12:9001 check weight "
      "25\nserver auth3 10.0.0.13:9001 check weight 25";
  doc.good =
      "server auth1 10.0.0.11:9001 check weight 100\nserver auth2 10.0.0.12:9001 check weight "
      "100\nserver auth3 10.0.0.13:9001 check weight 100";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
