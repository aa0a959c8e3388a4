// What must survive a power cut. Files are written as by write_file (files.hpp), then flushed to
// the disk: the bytes before the name, so that a name never stands for less than the whole.
#pragma once

#include <string_view>

#include "base/files.hpp"

namespace misfire {

/// Once this has returned, the file is there after a power cut; before, the old one or none.
Result<void> write_file_durably(const fs::path&, std::string_view bytes);

/// Flushes the names in a folder ("" is the current one) to the disk.
Result<void> flush_folder(const fs::path&);

}  // namespace misfire
