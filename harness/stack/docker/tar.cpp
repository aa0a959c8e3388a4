#include "stack/docker/tar.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <memory>

namespace misfire {
namespace {

struct Free {
  void operator()(archive* a) const { ::archive_free(a); }
  void operator()(archive_entry* e) const { ::archive_entry_free(e); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

tl::unexpected<Error> trouble(archive* a, const char* what) {
  const char* why = ::archive_error_string(a);
  return environment_error(fmt::format("{}: {}", what, why != nullptr ? why : "unknown reason"));
}

la_ssize_t append(archive*, void* to, const void* bytes, std::size_t size) {
  static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), size);
  return static_cast<la_ssize_t>(size);
}

}  // namespace

Result<std::string> make_tar(const std::map<std::string, TarEntry>& entries) {
  std::string out;
  const Owned<archive> tar(::archive_write_new());
  ::archive_write_set_format_pax_restricted(tar.get());
  ::archive_write_set_bytes_in_last_block(tar.get(), 1);
  if (::archive_write_open(tar.get(), &out, nullptr, append, nullptr) != ARCHIVE_OK) {
    return trouble(tar.get(), "cannot make a tar archive");
  }
  for (const auto& [path, file] : entries) {
    const Owned<archive_entry> entry(::archive_entry_new());
    ::archive_entry_set_pathname(entry.get(), path.c_str());
    ::archive_entry_set_filetype(entry.get(), file.folder ? AE_IFDIR : AE_IFREG);
    ::archive_entry_set_perm(entry.get(), static_cast<__LA_MODE_T>(file.mode));
    ::archive_entry_set_uid(entry.get(), file.owner);
    ::archive_entry_set_gid(entry.get(), file.owner);
    ::archive_entry_set_size(entry.get(), static_cast<la_int64_t>(file.bytes.size()));
    if (::archive_write_header(tar.get(), entry.get()) != ARCHIVE_OK ||
        ::archive_write_data(tar.get(), file.bytes.data(), file.bytes.size()) < 0) {
      return trouble(tar.get(), "cannot make a tar archive");
    }
  }
  if (::archive_write_close(tar.get()) != ARCHIVE_OK) {
    return trouble(tar.get(), "cannot make a tar archive");
  }
  return out;
}

Result<void> unpack_tar(std::string_view bytes, const fs::path& to) {
  const Owned<archive> tar(::archive_read_new());
  ::archive_read_support_format_tar(tar.get());
  if (::archive_read_open_memory(tar.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) {
    return trouble(tar.get(), "the daemon's archive cannot be read");
  }
  archive_entry* entry = nullptr;
  int next = ARCHIVE_OK;
  while ((next = ::archive_read_next_header(tar.get(), &entry)) == ARCHIVE_OK) {
    const char* name = ::archive_entry_pathname(entry);
    const fs::path whole = fs::path(name != nullptr ? name : "").lexically_normal();
    fs::path inside;
    bool first = true;
    for (const fs::path& component : whole) {
      if (component == ".." || component.is_absolute()) {
        return environment_error(fmt::format("the daemon's archive leads outside: {}", name));
      }
      if (!std::exchange(first, false)) inside /= component;
    }
    const auto type = ::archive_entry_filetype(entry);
    if (type == AE_IFDIR) {
      if (auto made = make_folder(to / inside); !made) return made;
      continue;
    }
    if (type != AE_IFREG || inside.empty() || !inside.has_filename()) {
      return environment_error(fmt::format("the daemon's archive holds no plain file: {}", name));
    }
    std::string content(static_cast<std::size_t>(::archive_entry_size(entry)), '\0');
    std::size_t got = 0;
    while (got < content.size()) {
      const auto n = ::archive_read_data(tar.get(), content.data() + got, content.size() - got);
      if (n <= 0) return trouble(tar.get(), "the daemon's archive cannot be read");
      got += static_cast<std::size_t>(n);
    }
    if (auto made = make_folder((to / inside).parent_path()); !made) return made;
    if (auto wrote = write_file(to / inside, content); !wrote) return wrote;
  }
  if (next != ARCHIVE_EOF) return trouble(tar.get(), "the daemon's archive cannot be read");
  return {};
}

}  // namespace misfire
