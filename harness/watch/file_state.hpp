// A configuration file as it is now: read, understood, and when it was last changed.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "base/files.hpp"
#include "watch/loaded.hpp"

namespace misfire::watch {

/// A file's text with all that belongs to it.
struct ConfigText {
  std::string text;
  std::set<fs::path> files;
  Facts facts;
};

/// Errors: it cannot be read, or was changed while it was.
Result<FileState> file_state(const std::function<Result<ConfigText>()>& read);

}  // namespace misfire::watch
