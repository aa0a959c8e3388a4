#include "init/container_view.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "base/glob.hpp"
#include "init/in_use.hpp"
#include "init/largest.hpp"
#include "init/mount_source.hpp"

namespace misfire {
namespace {

constexpr std::size_t kMostWords = 5'000;  // that could be paths, of a configuration and its parts
constexpr int kMostEntries = 1'000;        // of a folder that is taken apart

/// Words that could be paths, whatever the language.
std::set<std::string> words_of(std::string_view text) {
  constexpr std::string_view kBetween = " \t\r\n\"'`;,[]{}()=<>|";
  std::set<std::string> words;
  for (std::size_t begin = 0; begin < text.size() && words.size() < kMostWords;) {
    begin = text.find_first_not_of(kBetween, begin);
    if (begin == text.npos) break;
    const std::size_t end = std::min(text.find_first_of(kBetween, begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    if (word.find_first_of("/.") != word.npos) words.emplace(word);
    begin = end;
  }
  return words;
}

/// What no run reads: certificates are generated, and a folder is no configuration.
bool matters(const fs::path& file) {
  static const std::set<std::string> kNever = {".pem", ".crt", ".key", ".html", ".log"};
  std::error_code error;
  return fs::is_regular_file(file, error) && !kNever.contains(file.extension().string());
}

std::set<fs::path> real(const std::vector<fs::path>& files) {
  std::set<fs::path> all;
  std::error_code error;
  for (const fs::path& file : files) {
    const fs::path canonical = fs::weakly_canonical(file, error);
    all.insert(error ? file : canonical);
  }
  return all;
}

/// What the folder holds, each by itself, where nothing else lies.
void add_entries(Links& links, const fs::path& path, const fs::path& folder) {
  std::error_code error;
  int entries = 0;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (++entries > kMostEntries) break;
    const std::string place = (path / at->path().filename()).string();
    if (!links.contains(place)) add_link(links, place, at->path());
  }
}

class View {
 public:
  View(const Deployed& one, std::string path, fs::path file)
      : one_(one), path_(std::move(path)), file_(std::move(file)) {}

  /// Whether anything that the configuration names is found otherwise here than there.
  bool needed(const std::string& text) {
    read(text);
    // What it includes may name further files.
    for (std::size_t i = 0; i < parts_.size() && seen_.size() < kMostWords; ++i) {
      if (const auto more = read_file(parts_[i], kLargestFile)) read(*more);
    }
    return differs_;
  }

  Links links(const std::string& folder) const {
    std::vector<Mount> mounts = one_.mounts;
    std::erase_if(mounts, [&](const Mount& mount) { return !used_.contains(mount.to); });
    std::sort(mounts.begin(), mounts.end(),
              [](const Mount& a, const Mount& b) { return a.to.size() < b.to.size(); });
    Links links;
    // What lies elsewhere in the container is looked for beside the configuration, too.
    const std::string home = fs::path(path_).parent_path().string();
    for (const Mount& mount : mounts) {
      const bool inside = home == "/" || mount.to == home || home.starts_with(mount.to + "/") ||
                          mount.to.starts_with(home + "/");
      add_link(links, place_in_view(inside ? folder : place_in_view(folder, home), mount.to),
               mount.from);
    }
    return links;
  }

 private:
  void read(const std::string& text) {
    const fs::path home = fs::path(path_).parent_path();
    for (const std::string& word : words_of(text)) {
      if (!seen_.insert(word).second || seen_.size() > kMostWords) continue;
      const std::string there = container_path((home / word).string());
      auto meant = files_at(one_, there);
      std::erase_if(meant, [](const fs::path& file) { return !matters(file); });
      if (meant.empty()) continue;
      for (const fs::path& file : meant) use(file);
      // Of nginx those beside come first, of Prometheus those of the path itself.
      const fs::path home_here = file_.parent_path();
      differs_ = differs_ || real(meant) != real(files_meant(home_here, word)) ||
                 real(meant) != real(files_beside(home_here, word));
    }
    use(file_);
  }

  void use(const fs::path& file) {
    const bool known = std::find(parts_.begin(), parts_.end(), file) != parts_.end();
    if (!known && file != file_) parts_.push_back(file);
    for (const Mount& mount : one_.mounts) {
      const bool holds = mount.from == file || file.string().starts_with(mount.from.string() + "/");
      if (holds) used_.insert(mount.to);
    }
  }

  const Deployed& one_;
  std::string path_;
  fs::path file_;
  bool differs_ = false;
  std::set<std::string> seen_, used_;
  std::vector<fs::path> parts_;
};

}  // namespace

std::string place_in_view(const std::string& folder, const std::string& path) {
  return (fs::path(folder) / fs::path(path).relative_path()).string();
}

void add_link(Links& links, const std::string& path, const fs::path& to) {
  for (fs::path above = fs::path(path).parent_path(); above.has_relative_path();
       above = above.parent_path()) {
    const auto linked = links.find(above.string());
    if (linked == links.end()) continue;
    const fs::path folder = linked->second;
    links.erase(linked);
    add_entries(links, above, folder);
    return add_link(links, path, to);  // it may lie in one of these in turn
  }
  const auto deeper = links.lower_bound(path + "/");
  if (deeper == links.end() || !deeper->first.starts_with(path + "/")) {
    links[path] = to;
  } else {
    add_entries(links, path, to);
  }
}

std::optional<Links> container_view(const Deployed& one, const std::string& path,
                                    const fs::path& file, const std::string& text,
                                    const std::string& folder) {
  View view(one, path, file);
  if (!view.needed(text)) return std::nullopt;
  return view.links(folder);
}

}  // namespace misfire
