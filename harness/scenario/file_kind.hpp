// Scenarios and system files end alike: who gives one for the other is told so, once.
#pragma once

#include <toml++/toml.h>
#include <optional>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// A file that has only what belongs into the other kind of file: the one error about it, with the
/// place of the first such key.
std::optional<Error> system_file_instead(const toml::table&, const std::string& file);
std::optional<Error> scenario_instead(const toml::table&, const std::string& file);

/// False also of what cannot be read.
bool is_system_file(const fs::path&);

}  // namespace misfire
