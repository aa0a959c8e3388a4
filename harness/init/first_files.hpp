// The files that `misfire init` writes: a system file that gives the reason of every guess, a first
// scenario, and its twin. Pure.
#pragma once

#include <map>
#include <string>

#include "init/guess.hpp"

namespace misfire {

/// Where a project's own files lie, below its folder.
inline constexpr char kOwnFolder[] = "misfire";
inline constexpr char kOwnSystem[] = "misfire/system.toml";
inline constexpr char kOwnScenarios[] = "misfire/scenarios";

/// Path below the project's folder → text. `root` is that folder: paths in the system file are
/// relative to it.
std::map<std::string, std::string> first_files(const Guess&, const fs::path& root);

/// A text in quotes as TOML has them.
std::string toml_text(const std::string&);

/// A text on one line, whatever names of files and alerts stand in it.
std::string as_comment(std::string);

}  // namespace misfire
