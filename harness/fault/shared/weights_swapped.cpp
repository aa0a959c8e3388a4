#include "fault/shared/weights_swapped.hpp"

#include <fmt/format.h>

#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = weights_swapped_doc();
  return made;
}

}  // namespace

FaultDoc weights_swapped_doc() {
  FaultDoc doc;
  doc.name = "weights-swapped";
  doc.title = "Weights of two servers exchanged";
  doc.about =
      "A small server has the weight of a large one, and the other way round: the small one "
      "gets more than it can answer, the large one idles. The sum of the weights is what it "
      "was, every weight is one that the pool has always had, and all servers are up: only "
      "the latency of one server tells.";
  doc.incident =
      "Yin and others (SOSP 2011): values that are legal by themselves and do not fit one "
      "another are a large part of the misconfigurations of their study. It is the mistake "
      "of 18 February 2024 in its quietest form.";
  doc.params = {
      role_param("one", "one server", "first"),
      role_param("other", "the server whose weight it gets, and that gets its own", "last")};
  return doc;
}

Result<Swapped> swapped_servers(const Args& args, std::size_t pool_size) {
  Swapped found;
  for (const auto& [param, server] : {std::pair("one", &found.one), {"other", &found.other}}) {
    const auto servers = servers_of(doc(), args, param, pool_size);
    if (!servers) return tl::unexpected(servers.error());
    if (servers->size() != 1) {
      return usage_error(
          fmt::format("parameter \"{}\" of weights-swapped must name one server", param),
          "first, last or an index");
    }
    *server = servers->front();
  }
  if (found.one != found.other) return found;
  return usage_error("parameter \"other\" of weights-swapped names the same server as \"one\"");
}

Result<Weights> swapped_weights(const Swapped& servers, const std::vector<int>& weights) {
  const int one = weights.at(servers.one), other = weights.at(servers.other);
  if (one == other) {
    return usage_error(
        fmt::format(
            "servers {} and {} of the pool both have weight {}: there is nothing to exchange",
            servers.one, servers.other, one),
        "name two servers of different weights");
  }
  Weights asked(weights.size());
  asked[servers.one] = other;
  asked[servers.other] = one;
  return asked;
}

Shown weights_swapped_witness(const Args& args, const Observed& seen) {
  const auto servers = swapped_servers(args, seen.before.servers.size());
  if (!servers) return {};
  std::vector<int> weights;
  for (const LiveState::Server& server : seen.before.servers) weights.push_back(server.weight);
  const auto asked = swapped_weights(*servers, weights);
  return asked ? weights_shown(*asked, seen) : Shown{};
}

}  // namespace misfire
