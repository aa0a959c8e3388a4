#include "init/mount_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace misfire {
namespace {

const std::set<std::string> kEndings = {".cfg",   ".conf", ".yml", ".yaml",
                                        ".rules", ".tmpl", ".map", ".template"};

bool names_a_configuration(const std::string& to) {
  return kEndings.contains(fs::path(to).extension().string());
}

/// Whether somebody would look for a configuration there.
bool holds_configuration(const std::string& to) {
  if (names_a_configuration(to)) return true;
  for (const char* word : {"cert", "ssl", "tls", "html"}) {
    if (to.find(word) != to.npos) return false;  // no run reads these
  }
  for (const char* word : {"haproxy", "nginx", "prometheus", "alertmanager", "blackbox", "rules"}) {
    if (to.starts_with("/etc/") && to.find(word) != to.npos) return true;
  }
  return false;
}

bool lies_below(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first ==
         folder.end();
}

}  // namespace

std::optional<fs::path> mount_source(const std::string& written, const std::string& to,
                                     const fs::path& folder, const fs::path& root,
                                     const Position& where, Deployments& out) {
  const auto refuse = [&](const std::string& why) -> std::optional<fs::path> {
    if (holds_configuration(to)) {
      out.note(where, fmt::format("{}, which is mounted as {}, {}", written, to, why));
    }
    return std::nullopt;
  };
  if (written.starts_with('~')) return refuse("lies outside of the repository");
  std::error_code error;
  const fs::path path = fs::weakly_canonical(folder / written, error);
  if (error) return refuse(fmt::format("cannot be found: {}", error.message()));
  if (!lies_below(path, fs::weakly_canonical(root, error))) {
    return refuse("lies outside of the repository, and is not looked at");
  }
  const bool is_folder = fs::is_directory(path, error);
  if (!is_folder && !fs::exists(path, error)) return refuse("is not there");
  if (is_folder && names_a_configuration(to)) return refuse("is a folder");
  if (!is_folder && !fs::is_regular_file(path, error)) return refuse("is not a regular file");
  return path;
}

std::string container_path(const std::string& text) {
  fs::path path = (fs::path("/") / text).lexically_normal();
  if (!path.has_filename() && path.has_relative_path()) path = path.parent_path();
  return path.string();
}

}  // namespace misfire
