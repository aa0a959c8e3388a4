#include "init/in_use.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/glob.hpp"
#include "init/deployments.hpp"
#include "init/mount_source.hpp"

namespace misfire {
namespace {

/// Where a program looks that is not told.
const std::map<FoundKind, std::vector<std::string>> kUsual = {
    {FoundKind::haproxy, {"/usr/local/etc/haproxy/haproxy.cfg", "/etc/haproxy/haproxy.cfg"}},
    {FoundKind::nginx, {"/etc/nginx/nginx.conf"}},
    {FoundKind::prometheus, {"/etc/prometheus/prometheus.yml"}},
    {FoundKind::alertmanager, {"/etc/alertmanager/alertmanager.yml"}},
    {FoundKind::blackbox, {"/etc/blackbox_exporter/config.yml"}}};

/// The path below a folder of the container; nothing: it lies elsewhere.
std::optional<std::string> below(const std::string& path, const std::string& folder) {
  if (path.size() <= folder.size() || !path.starts_with(folder) || path[folder.size()] != '/') {
    return std::nullopt;
  }
  return path.substr(folder.size() + 1);
}

/// What it is told to read: "--config.file=X", "-config.file X", "-f X", "-c X".
std::vector<std::string> told(const Deployed& one) {
  std::vector<std::string> words, files;
  for (const std::string& word : one.words) {  // a script is one word, too
    for (std::size_t begin = 0; begin <= word.size();) {
      const std::size_t end = std::min(word.find(' ', begin), word.size());
      if (end > begin) words.push_back(word.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    for (const char* option : {"--config.file", "-config.file", "-f", "-c"}) {
      if (word == option && i + 1 < words.size()) files.push_back(words[i + 1]);
      if (word.starts_with(std::string(option) + "=")) {
        files.push_back(word.substr(word.find('=') + 1));
      }
    }
  }
  return files;
}

bool is_named(const Deployed& one, const std::string& path, FoundKind kind) {
  const auto files = told(one);
  const auto same = [&](const std::string& file) {
    // A relative one begins where the image says, which is not known.
    if (!file.starts_with('/')) return fs::path(file).filename() == fs::path(path).filename();
    const std::string there = container_path(file);
    return there == path || below(path, there).has_value();  // haproxy -f FOLDER
  };
  if (std::any_of(files.begin(), files.end(), same)) return true;
  const auto usual = kUsual.find(kind);
  const auto told_one = [&](const std::string& file) { return file.find('/') != file.npos; };
  if (std::any_of(files.begin(), files.end(), told_one) || usual == kUsual.end()) return false;
  return std::find(usual->second.begin(), usual->second.end(), path) != usual->second.end();
}

}  // namespace

std::vector<std::string> paths_in(const Deployed& one, const fs::path& file) {
  std::vector<std::string> paths;
  for (const Mount& mount : one.mounts) {
    if (mount.from == file) paths.push_back(mount.to);
    if (const auto rest = below(file.string(), mount.from.string())) {
      paths.push_back(mount.to + "/" + *rest);
    }
  }
  return paths;
}

std::vector<fs::path> files_at(const Deployed& one, const std::string& path) {
  // What is mounted deeper hides what lies there.
  const Mount* folder = nullptr;
  std::vector<fs::path> files;
  for (const Mount& mount : one.mounts) {
    const bool is_file =
        path == mount.to || ::fnmatch(path.c_str(), mount.to.c_str(), FNM_PATHNAME) == 0;
    if (is_file) {
      files.push_back(mount.from);
    } else if (below(path, mount.to) &&
               (folder == nullptr || mount.to.size() > folder->to.size())) {
      folder = &mount;
    }
  }
  if (folder != nullptr) {
    for (fs::path& file : files_matching(folder->from / *below(path, folder->to))) {
      files.push_back(std::move(file));
    }
  }
  return files;
}

InUse use_of(const fs::path& file, FoundKind kind, const std::vector<Deployed>& all) {
  InUse best;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Deployed& one = all[i];
    for (const std::string& path : paths_in(one, file)) {
      const bool named = is_named(one, path, kind);
      const int strength = (named ? 2 : 1) + (one.special ? 0 : 2);
      if (strength <= best.strength) continue;
      best = {strength, i, path,
              fmt::format("{} of {} {} {}", one.name, line_of(one.where),
                          named ? "reads it as" : "has it as", path)};
    }
  }
  return best;
}

}  // namespace misfire
