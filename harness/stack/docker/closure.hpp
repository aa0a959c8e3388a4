// The shared libraries that a program of this machine needs, so that an image can hold it as it is
// and run it whatever distribution it was built on. Asks the program's own dynamic loader.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// The dynamic loader that a 64-bit little-endian ELF program names; "" when it is static. Error:
/// no such program.
Result<std::string> elf_interpreter(std::string_view bytes);

/// Paths of the libraries in what `LOADER --list PROGRAM` prints. Error: one was not found.
Result<std::vector<std::string>> libraries_in(std::string_view listing);

/// Full paths of the loader and all libraries; none for a static program.
Result<std::vector<fs::path>> library_closure(const fs::path& program);

}  // namespace misfire
