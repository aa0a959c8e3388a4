// System files, alone and upon the default one. Paths that they name are looked up beside the
// fixtures, so that some exist.
#include "paths.hpp"
#include "property.hpp"
#include "scenario/parse.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

void use(const System& system) {
  const std::map<std::string, std::string> labels = {{"alertname", "TrafficImbalance"},
                                                     {"component", "load-balancer"}};
  for (const auto& [component, any_of] : system.components) {
    require(!any_of.empty(), "a component has matchers");
    for (const auto& all_of : any_of) {
      for (const Matcher& matcher : all_of) static_cast<void>(matcher.matches(labels));
    }
  }
  const double capacity = system.backends.capacity.per_second();
  require(capacity > 0 && capacity < 1e12, "an accepted system has a capacity");
  require(system.backends.count > 0, "an accepted system has backends");
}

}  // namespace

void system_file(std::string_view toml) {
  static const std::string file = std::string(kSourceDir) + "/fixtures/system.toml";
  static const System default_system = read_system(file).value();
  const auto alone = parse_system(toml, file);
  const auto upon = parse_system(toml, file, default_system);
  if (alone) use(*alone);
  if (!alone) require_places(alone.error(), file, toml);
  if (upon) use(*upon);
  if (!upon) require_places(upon.error(), file, toml);
  require(!alone || upon, "what is a whole system file may leave out nothing");
}

}  // namespace misfire::fuzz
