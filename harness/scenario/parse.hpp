// Scenario and system files: TOML in, values out, or every mistake at once.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"
#include "scenario/catalogue.hpp"
#include "scenario/scenario.hpp"
#include "scenario/system.hpp"
#include "scenario/tested.hpp"
#include "scenario/written_page.hpp"

namespace misfire {

/// Reports the first syntax error, or else all other mistakes: unknown keys (with the nearest known
/// one), wrong types, values out of range, unknown faults and parameters, contradictions.
Checked<Scenario> parse_scenario(std::string_view toml, const std::string& file, const Catalogue&);
Checked<Scenario> read_scenario(const fs::path&, const Catalogue&);

/// What could be read of a scenario file, so that the names in it can be looked up although it has
/// mistakes. No scenario: it could not be read at all.
struct ScenarioDraft {
  std::optional<Scenario> scenario;
  Errors mistakes;
};
ScenarioDraft draft_scenario(std::string_view toml, const std::string& file, const Catalogue&);
ScenarioDraft draft_scenario(const fs::path&, const Catalogue&);

/// Paths inside are made absolute (relative to the file's folder). Keys that are left out have the
/// values of the fixtures' system file; its paths are then looked for beside this file.
Checked<System> parse_system(std::string_view toml, const std::string& file);
Checked<System> read_system(const fs::path&);

/// What could be read of a system file, so that the files which it names can be looked at although
/// it has mistakes. No system: it could not be read at all. A path that leads nowhere is empty.
struct SystemDraft {
  std::optional<System> system;
  Errors mistakes;
  std::vector<TestedAlert> tested = {};  ///< of this file; the system itself does not need them
  std::vector<WrittenPage> pages = {};   ///< as this file has them; none: it leaves them out
};
SystemDraft draft_system(std::string_view toml, const std::string& file, const System& left_out);
SystemDraft draft_system(const fs::path&, const System& left_out);
SystemDraft draft_system(const fs::path&);

/// The same, but keys that are left out are taken from another system.
Checked<System> parse_system(std::string_view toml, const std::string& file,
                             const System& left_out);
Checked<System> read_system(const fs::path&, const System& left_out);

}  // namespace misfire
