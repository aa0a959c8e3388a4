// The schemas of system and scenario files, for editors: beside the files that `misfire init`
// writes, so that their first lines name something that is there. Embedded from docs/schema.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace misfire {

extern const std::string_view kSystemSchema, kScenarioSchema;

/// Path below the project's folder → text.
std::map<std::string, std::string> editor_schemas();

/// First lines, which Taplo and what is built on it read; paths are relative to the file.
inline constexpr char kSystemSchemaLine[] = "#:schema ./schema/system.schema.json\n";
inline constexpr char kScenarioSchemaLine[] = "#:schema ../schema/scenario.schema.json\n";

}  // namespace misfire
