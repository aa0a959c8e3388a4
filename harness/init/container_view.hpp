// A folder in which a program's files lie as they do in its container, so that its configuration
// finds here what it finds there. Pure but for folders that are looked into.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "init/deployed.hpp"

namespace misfire {

/// Path → what lies there: a file or a folder.
using Links = std::map<std::string, fs::path>;

/// Adds one. A folder that was linked before, and that the new one lies in, becomes a folder of
/// links to what it holds.
void add_link(Links&, const std::string& path, const fs::path& to);

/// The view of the configuration that the container has at `path`, and that lies at `file`. Paths
/// begin below `folder`. Nothing: whatever it names is found without.
std::optional<Links> container_view(const Deployed&, const std::string& path, const fs::path& file,
                                    const std::string& text, const std::string& folder);

/// Where `path` of the container lies in the view.
std::string place_in_view(const std::string& folder, const std::string& path);

}  // namespace misfire
