// What those who write and those who read an archive of recordings must agree on. Internal to
// replay/.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"

namespace misfire {

// libarchive's zstd writes no checksums: each file carries that of its bytes as an attribute.
inline constexpr char kChecksum[] = "user.misfire.crc32";
// Names are bytes on this system, whatever the locale: misfire sets none.
inline constexpr char kAnyName[] = "hdrcharset=BINARY";

struct FreeArchive {
  void operator()(archive* a) const { ::archive_free(a); }
  void operator()(archive_entry* e) const { ::archive_entry_free(e); }
};
template <class T>
using OwnedArchive = std::unique_ptr<T, FreeArchive>;

/// What libarchive has against it.
std::string complaint_of(archive*);

std::string archive_checksum(std::string_view bytes);

std::vector<fs::path> steps_of(const fs::path&);

/// One of the files of a recording, or something below its folders; relative to the run's folder.
/// What is hidden is nobody's.
bool is_part_of_recording(const fs::path& inside);

/// Somebody else's name on a terminal.
std::string shown_name(const std::string& name);

/// A folder or file beside the target that goes again.
struct Aside {
  explicit Aside(fs::path p) : path(std::move(p)) {}
  ~Aside() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;
  fs::path path;
};

}  // namespace misfire
