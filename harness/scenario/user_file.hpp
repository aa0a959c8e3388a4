// A file that the user named, as text. What is wrong with it is the user's mistake, told with the
// place: in the file, or where the file is named.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// The file's bytes. Errors are usage errors (it is missing, a folder, a pipe, too large, or may
/// not be read) at `named_at` when that is known; only a failing machine is the environment's.
Result<std::string> read_user_file(const fs::path&, const Position& named_at,
                                   std::size_t limit = 16u << 20);

/// Errors: it does not exist, with the most similar name in its folder, or it is no file.
Result<void> check_is_file(const fs::path&, const std::string& hint);

/// Is this text at all? Errors: the first NUL, or the first byte that is no UTF-8.
Result<void> check_text(std::string_view text, const std::string& file);

/// The first NUL only: for formats that allow other encodings.
Result<void> check_no_nul(std::string_view text, const std::string& file);

}  // namespace misfire
