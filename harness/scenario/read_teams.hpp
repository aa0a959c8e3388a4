// [teams] and [components] of a system file: whom alerts reach, and what they blame.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scenario/system.hpp"
#include "scenario/toml_reader.hpp"

namespace misfire {

/// A table of the user's own names, each with one text or several.
std::map<std::string, std::vector<std::string>> read_lists(TableReader&);

/// Of that text in a list, or of the text itself.
Position item_position(TableReader&, const std::string& key, const std::string& text);

/// Of the file's root; what is not in it stays as it was.
void read_teams(TableReader& root, System&);
void read_components(TableReader& root, System&);

}  // namespace misfire
