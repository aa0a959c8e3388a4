#include "run/doctor.hpp"

namespace misfire {

const char* to_string(Finding::State state) {
  switch (state) {
    case Finding::State::good:
      return "good";
    case Finding::State::note:
      return "note";
    case Finding::State::bad:
      return "bad";
  }
  return "?";
}

Findings examine_machine(const System& system, const fs::path& reports) {
  Findings all = examine_programs(system);
  const auto add = [&](Findings more) { all.insert(all.end(), more.begin(), more.end()); };
  add({examine_namespaces()});
  add(examine_addresses(system));
  add(examine_disk(reports));
  add(examine_resources());
  add({examine_docker(), examine_dead_runs()});
  return all;
}

}  // namespace misfire
