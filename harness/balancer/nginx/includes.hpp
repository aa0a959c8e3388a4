// The files that an nginx configuration includes, put in their places: the harness edits and runs
// one text.
#pragma once

#include <string>

#include "base/error.hpp"

namespace misfire {

/// The text with every included file instead of its `include`, and marks of where each line comes
/// from (kOriginMark); a text that includes nothing stays as it is, byte for byte. Relative paths
/// are relative to the folder of `file`, as in nginx. Errors: a file that is missing or that nginx
/// could not cut into directives by itself; includes without end.
Result<std::string> with_includes(std::string text, const std::string& file);

/// nginx takes a byte order mark, in whichever of its files, for a part of the first directive.
Result<void> check_no_bom(const std::string& text, const std::string& file);

}  // namespace misfire
