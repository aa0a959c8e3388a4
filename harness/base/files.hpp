// Files and folders. What this project writes is 0600, folders 0700.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace misfire {

namespace fs = std::filesystem;

/// The whole file, opened read-only. Refuses what is no regular file (a pipe would never end) or is
/// larger than `limit` bytes.
Result<std::string> read_file(const fs::path&, std::size_t limit = 16u << 20);

/// Stands between a file's name and six letters while write_file writes beside it; whoever is
/// killed then leaves such a file.
inline constexpr char kUnfinished[] = ".tmp-";

/// Writes beside the target and renames over it, so that a reader sees the old bytes or the new.
Result<void> write_file(const fs::path&, std::string_view bytes);

/// Writes each file below the folder, which need not exist yet.
Result<void> write_files(const fs::path& folder, const std::map<std::string, std::string>& files);

/// Creates the folder and its missing parents.
Result<void> make_folder(const fs::path&);

/// The folder that holds the running program (where its companions lie).
fs::path program_folder();

/// The full path of a program: as given when it contains a slash, otherwise looked up in PATH,
/// /usr/sbin and /sbin. The hint of the error names the package to install, if known.
Result<fs::path> find_program(std::string_view name, std::string_view package = {});

}  // namespace misfire
