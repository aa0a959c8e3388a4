// The files that an nginx configuration includes, put in their places: the harness edits and runs
// one text.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"

namespace misfire {

struct WithIncludes {
  std::string text;
  std::vector<std::string> notes;  ///< what was found elsewhere, or was not there; for the plan
};

/// The text with every included file instead of its `include`, and marks of where each line comes
/// from (kOriginMark); a text that includes nothing stays as it is, byte for byte. Relative paths
/// are relative to the folder of `file`, as in nginx; absolute ones that a copied tree has are
/// taken from there (own_files.hpp). Of the files that nginx brings along, those that are missing
/// are the machine's own or left out. Errors: another file that is missing or that nginx could not
/// cut into directives by itself; includes without end.
Result<WithIncludes> with_includes(std::string text, const std::string& file);

/// nginx takes a byte order mark, in whichever of its files, for a part of the first directive.
Result<void> check_no_bom(const std::string& text, const std::string& file);

}  // namespace misfire
