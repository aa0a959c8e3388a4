#include "stack/docker/image_recipe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <mutex>
#include <set>

#include "base/digest.hpp"
#include "base/process.hpp"
#include "base/temporary_folder.hpp"
#include "stack/docker/closure.hpp"
#include "stack/docker/tar.hpp"

namespace misfire {
namespace {

// Counts towards every hash: raise it when the same files would make another image.
constexpr char kGeneration[] = "1";
constexpr std::size_t kLargest = std::size_t{2} << 30;  // a program with all sanitizers is 0.3 GB
// A program of less needs no stripping, and is then the same inside misfire's own image.
constexpr std::uintmax_t kLean = 32u << 20;
constexpr char kBin[] = "usr/local/bin/", kShare[] = "usr/local/share/misfire/";

/// Of a file's bytes. Each file once: a sanitized program is large, and many images hold libc.
Result<std::string> file_digest(const fs::path& path) {
  static std::mutex mutex;
  static std::map<std::string, std::string> known;
  {
    const std::lock_guard lock(mutex);
    if (const auto found = known.find(path.string()); found != known.end()) return found->second;
  }
  std::ifstream file(path, std::ios::binary);
  Digest hash;
  std::string piece(std::size_t{1} << 20, '\0');
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    hash.feed(std::string_view(piece).substr(0, static_cast<std::size_t>(file.gcount())));
  }
  if (!file.eof()) return environment_error(fmt::format("cannot read {}", path.string()));
  const std::lock_guard lock(mutex);
  return known[path.string()] = hash.hex();
}

std::string relative_to_root(const fs::path& absolute) {
  return absolute.lexically_normal().relative_path().generic_string();
}

Result<void> add_program(ImageRecipe& recipe, const fs::path& program, const std::string& to,
                         bool ours) {
  std::error_code error;
  if (!fs::exists(program, error)) {
    return environment_error(fmt::format("{} is missing", program.string()),
                             "build the whole project: cmake --build --preset release");
  }
  recipe.own.push_back({program, to, 0755, ours});
  const auto libraries = library_closure(program);
  if (!libraries) return tl::unexpected(libraries.error());
  for (const fs::path& library : *libraries) {
    recipe.own.push_back({library, relative_to_root(library), 0755, false});
  }
  return {};
}

/// Plain files below a folder, without what `wanted` refuses.
template <class Wanted>
Result<void> add_folder(ImageRecipe& recipe, const fs::path& from, const std::string& to,
                        Wanted wanted) {
  std::error_code error;
  for (fs::recursive_directory_iterator at(from, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code ignored;
    if (!at->is_regular_file(ignored)) continue;  // links to files count, links to folders do not
    const std::string inside = at->path().lexically_relative(from).generic_string();
    if (wanted(inside)) recipe.own.push_back({at->path(), to + inside, 0644, false});
  }
  if (!error) return {};
  return environment_error(fmt::format("cannot read {}: {}", from.string(), error.message()));
}

bool is_no_code(const std::string& name) {
  return !name.ends_with(".cpp") && !name.ends_with(".hpp") && !name.ends_with("CMakeLists.txt");
}

/// With which a running container's files are replaced (Container::put).
Result<void> add_mv(ImageRecipe& recipe) {
  for (const char* name : {"mv", "busybox"}) {
    if (const auto mv = find_program(name)) {
      return add_program(recipe, *mv, std::string(kBin) + "mv", false);
    }
  }
  recipe.notes.push_back("without mv: files of a running container cannot be replaced");
  return {};
}

/// What `misfire` needs to run, check and build images inside CI: its companions, the library, time
/// zones, and a shell, with which CI systems start their jobs.
Result<void> add_misfire(ImageRecipe& recipe, const RecipeSources& sources) {
  for (const char* name : {"misfire", "misfire-guardian", "authd", "misfire-sink"}) {
    if (auto added = add_program(recipe, sources.programs / name, std::string(kBin) + name, true);
        !added) {
      return added;
    }
  }
  const std::array<std::pair<fs::path, std::string>, 3> folders{{{sources.fixtures, "fixtures/"},
                                                                 {sources.scenarios, "scenarios/"},
                                                                 {sources.docker, "docker/"}}};
  for (const auto& [from, to] : folders) {
    if (auto added = add_folder(recipe, from, kShare + to, is_no_code); !added) return added;
  }
  const fs::path zones = "/usr/share/zoneinfo";
  std::error_code ignored;
  if (fs::is_directory(zones, ignored)) {
    const auto plain = [](const std::string& name) {
      return !name.starts_with("posix/") && !name.starts_with("right/");
    };
    if (auto added = add_folder(recipe, zones, "usr/share/zoneinfo/", plain); !added) return added;
  } else {
    recipe.notes.push_back("without time zones: /usr/share/zoneinfo is missing (package tzdata)");
  }
  if (const auto busybox = find_program("busybox")) {
    for (const char* name : {"bin/busybox", "bin/sh"}) {
      if (auto added = add_program(recipe, *busybox, name, false); !added) return added;
    }
  } else {
    recipe.notes.push_back("without a shell: busybox is not installed (package busybox-static)");
  }
  return {};
}

/// Without debug information, where strip is installed: a sanitized build is ten times as large.
Result<std::string> program_bytes(const OwnFile& file, const fs::path& scratch) {
  std::error_code ignored;
  const bool lean = fs::file_size(file.from, ignored) < kLean;
  if (const auto strip = find_program("strip"); file.program && strip && !lean) {
    const fs::path out = scratch / fs::path(file.to).filename();
    const auto run =
        run_tool({strip->string(), "--strip-debug", "-o", out.string(), file.from.string()},
                 std::chrono::seconds(120));
    if (!run) return tl::unexpected(run.error());
    if (run->exit_code == 0) return read_file(out, kLargest);
  }
  return read_file(file.from, kLargest);
}

TarEntry folder_entry(int mode, int owner) {
  TarEntry entry;
  entry.mode = mode;
  entry.owner = owner;
  entry.folder = true;
  return entry;
}

Result<std::string> root_tar(const ImageRecipe& recipe) {
  const auto scratch = TemporaryFolder::make("image");
  if (!scratch) return tl::unexpected(scratch.error());
  std::map<std::string, TarEntry> entries;
  const int owner = recipe.kind.name == "misfire" ? 0 : kImageUser;
  entries["misfire"] = folder_entry(0755, owner);
  entries["tmp"] = folder_entry(01777, 0);
  if (owner == 0) entries["root"] = folder_entry(0700, 0);
  for (const OwnFile& file : recipe.own) {
    for (fs::path at = fs::path(file.to).parent_path(); !at.empty(); at = at.parent_path()) {
      entries.try_emplace(at.generic_string(), folder_entry(0755, 0));
    }
    if (entries.count(file.to) != 0) continue;  // a library of two programs
    auto bytes = program_bytes(file, scratch->path());
    if (!bytes) return tl::unexpected(bytes.error());
    TarEntry entry;
    entry.bytes = std::move(*bytes);
    entry.mode = file.mode;
    entries[file.to] = std::move(entry);
  }
  return make_tar(entries);
}

}  // namespace

Result<ImageRecipe> read_recipe(const ImageKind& kind, const RecipeSources& sources) {
  ImageRecipe recipe;
  recipe.kind = kind;
  const fs::path folder = sources.docker / kind.name;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code ignored;
    if (!at->is_regular_file(ignored)) continue;
    auto bytes = read_file(at->path());
    if (!bytes) return tl::unexpected(bytes.error());
    recipe.context[at->path().lexically_relative(folder).generic_string()] = std::move(*bytes);
  }
  const auto dockerfile = recipe.context.find("Dockerfile");
  if (error || dockerfile == recipe.context.end()) {
    return environment_error(
        fmt::format("there is no recipe {}", (folder / "Dockerfile").string()),
        "misfire's folder docker/ is incomplete: take it from the same version");
  }
  recipe.on_base = dockerfile->second.find("\nFROM ${BASE}") != std::string::npos;
  if (kind.name == "misfire") {
    if (auto added = add_misfire(recipe, sources); !added) return tl::unexpected(added.error());
  } else if (kind.version.empty()) {
    for (const std::string& name : kind.programs) {
      auto added = add_program(recipe, sources.programs / name, kBin + name, true);
      if (!added) return tl::unexpected(added.error());
    }
    if (auto added = add_mv(recipe); !added) return tl::unexpected(added.error());
  }
  const auto by_place = [](const OwnFile& a, const OwnFile& b) { return a.to < b.to; };
  std::sort(recipe.own.begin(), recipe.own.end(), by_place);
  return recipe;
}

Result<std::string> recipe_hash(const ImageRecipe& recipe, const std::string& base) {
  Digest hash;
  for (const std::string& text :
       {std::string(kGeneration), recipe.kind.name, recipe.on_base ? base : std::string()}) {
    hash.add(text);
  }
  for (const auto& [name, bytes] : recipe.context) {
    hash.add(name);
    hash.add(bytes);
  }
  std::set<std::string> seen;
  for (const OwnFile& file : recipe.own) {
    if (!seen.insert(file.to).second) continue;
    const auto digest = file_digest(file.from);
    if (!digest) return tl::unexpected(digest.error());
    hash.add(file.to);
    hash.add(std::to_string(file.mode));
    hash.add(*digest);
  }
  return hash.hex();
}

Result<std::string> recipe_context(const ImageRecipe& recipe) {
  std::map<std::string, TarEntry> entries;
  for (const auto& [name, bytes] : recipe.context) {
    entries[name] = TarEntry{bytes, 0644, 0, false};
  }
  // From the first step on, so that what an unfinished build has made can be told as ours.
  std::string& dockerfile = entries["Dockerfile"].bytes;
  if (const auto from = ("\n" + dockerfile).find("\nFROM "); from != dockerfile.npos) {
    const auto end = std::min(dockerfile.find('\n', from), dockerfile.size());
    dockerfile.insert(end, fmt::format("\nLABEL {}={}", kImageLabel, recipe.kind.name));
  }
  if (!recipe.own.empty()) {
    auto root = root_tar(recipe);
    if (!root) return tl::unexpected(root.error());
    entries["root.tar"] = TarEntry{std::move(*root), 0644, 0, false};
  }
  return make_tar(entries);
}

}  // namespace misfire
