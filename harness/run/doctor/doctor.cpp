#include "run/doctor.hpp"

namespace misfire {

const char* to_string(Examined::State state) {
  switch (state) {
    case Examined::State::good:
      return "good";
    case Examined::State::note:
      return "note";
    case Examined::State::bad:
      return "bad";
  }
  return "?";
}

Examination examine_machine(const System& system, const fs::path& reports) {
  Examination all = examine_programs(system);
  const auto add = [&](Examination more) { all.insert(all.end(), more.begin(), more.end()); };
  add({examine_namespaces()});
  add(examine_addresses(system));
  add(examine_disk(reports));
  add(examine_resources());
  add({examine_docker(), examine_dead_runs()});
  return all;
}

}  // namespace misfire
