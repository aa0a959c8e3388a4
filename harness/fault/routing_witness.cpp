#include "fault/routing_witness.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace misfire {
namespace {

constexpr std::size_t kMostRoutes = 3;  // that are told one by one

/// Those that nobody wrote so, without their place in the tree.
std::vector<std::string> routes_not_in(const LoadedRouting& written, const LoadedRouting& loaded) {
  std::vector<std::string> others;
  for (const std::string& route : loaded) {
    if (std::find(written.begin(), written.end(), route) != written.end()) continue;
    others.push_back(route.substr(route.find_first_not_of(' ')));
  }
  return others;
}

}  // namespace

Shown routing_shown(const LoadedRouting& loaded, const LoadedRouting& edited,
                    const LoadedRouting& written) {
  Shown shown;
  shown.shown = loaded == edited && loaded != written;
  if (!shown.shown) {
    shown.evidence.emplace_back(loaded == written ? "Alertmanager's routes are as they were written"
                                                  : "Alertmanager's routes are not as edited");
    return shown;
  }
  const std::vector<std::string> others = routes_not_in(written, loaded);
  const std::size_t told = std::min(others.size(), kMostRoutes);
  for (std::size_t i = 0; i < told; ++i) {
    shown.evidence.push_back("Alertmanager has the route " + others[i]);
  }
  if (const std::size_t more = others.size() - told; more > 0) {
    shown.evidence.push_back(
        fmt::format("Alertmanager has {} more {} written so", more,
                    more == 1 ? "route that was not" : "routes that were not"));
  }
  shown.evidence.push_back(
      fmt::format("Alertmanager has {} routes; {} were written", loaded.size(), written.size()));
  return shown;
}

}  // namespace misfire
