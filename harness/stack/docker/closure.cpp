#include "stack/docker/closure.hpp"

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <sstream>

#include "base/process.hpp"

namespace misfire {
namespace {

constexpr std::size_t kHead = 64 * 1024;  // the program headers and the loader's name lie in it
constexpr Duration kPatience = std::chrono::seconds(30);

template <class T>
bool read_at(std::string_view bytes, std::uint64_t at, T& value) {
  if (at > bytes.size() || bytes.size() - at < sizeof value) return false;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return true;
}

}  // namespace

Result<std::string> elf_interpreter(std::string_view bytes) {
  Elf64_Ehdr header{};
  if (!read_at(bytes, 0, header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
      header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB) {
    return environment_error("it is no 64-bit little-endian ELF program");
  }
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment{};
    if (!read_at(bytes, header.e_phoff + std::uint64_t{i} * header.e_phentsize, segment)) {
      return environment_error("its ELF program headers are cut off");
    }
    if (segment.p_type != PT_INTERP) continue;
    if (segment.p_offset > bytes.size() || bytes.size() - segment.p_offset < segment.p_filesz) {
      return environment_error("its ELF interpreter's name is cut off");
    }
    const std::string_view name = bytes.substr(segment.p_offset, segment.p_filesz);
    return std::string(name.substr(0, name.find('\0')));
  }
  return "";
}

Result<std::vector<std::string>> libraries_in(std::string_view listing) {
  // "name => /path (0x7f…)", "/loader (0x7f…)", "linux-vdso.so.1 (0x7f…)", "name => not found".
  std::vector<std::string> paths;
  std::istringstream lines{std::string(listing)};
  for (std::string line; std::getline(lines, line);) {
    const std::size_t arrow = line.find(" => ");
    std::string path = arrow == line.npos ? line : line.substr(arrow + 4);
    if (const auto begin = path.find_first_not_of(" \t"); begin != path.npos) path.erase(0, begin);
    if (path.starts_with("not found")) {
      return environment_error(fmt::format("a library was not found:{}",
                                           line.substr(0, arrow == line.npos ? 0 : arrow)));
    }
    if (const auto end = path.rfind(" (0x"); end != path.npos) path.erase(end);
    if (path.starts_with('/')) paths.push_back(path);
  }
  return paths;
}

Result<std::vector<fs::path>> library_closure(const fs::path& program) {
  const auto failed = [&](const std::string& why) {
    return environment_error(
        fmt::format("the libraries of {} cannot be told: {}", program.string(), why));
  };
  std::ifstream file(program, std::ios::binary);
  std::string head(kHead, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(file.gcount()));
  const auto loader = elf_interpreter(head);
  if (!loader) return failed(loader.error().message);
  if (loader->empty()) return std::vector<fs::path>();
  const auto listed = run_tool({*loader, "--list", program.string()}, kPatience);
  if (!listed) return tl::unexpected(listed.error());
  if (listed->exit_code != 0) return failed(listed->output.substr(0, 300));
  const auto libraries = libraries_in(listed->output);
  if (!libraries) return failed(libraries.error().message);
  std::vector<fs::path> closure(libraries->begin(), libraries->end());
  if (std::find(closure.begin(), closure.end(), *loader) == closure.end()) {
    closure.emplace_back(*loader);
  }
  return closure;
}

}  // namespace misfire
