// A TOML file's text as a tree with positions. The border to toml++: its exceptions end here, and
// what it does not bound (size, depth of dotted keys) is refused before it sees it.
#pragma once

#include <toml++/toml.h>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace misfire {

/// No scenario or system file is this large.
constexpr std::size_t kLargestToml = 1u << 20;

/// The root table. Errors: the first syntax error, or that the file is empty, too large, not UTF-8
/// or nested too deeply.
Result<toml::table> parse_toml(std::string_view text, const std::string& file);

}  // namespace misfire
