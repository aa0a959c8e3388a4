#include "audit/given_files.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "audit/haproxy_parts.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

bool has_known_ending(const fs::path& path) {
  static const std::vector<std::string> endings = {".cfg", ".conf", ".yml", ".yaml", ".toml"};
  return std::find(endings.begin(), endings.end(), path.extension().string()) != endings.end();
}

/// A file that nginx can be started with begins a line with a block of these. (By hand: the
/// standard library's regular expressions overflow the stack on long white space.)
bool is_whole_nginx(std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\v\f\r";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = std::min(text.find_first_not_of(kSpace, at), text.size());
    for (const std::string_view block : {"events", "http", "stream", "mail"}) {
      if (!text.substr(begin).starts_with(block)) continue;
      const std::size_t behind = text.find_first_not_of(kSpace, begin + block.size());
      if (behind != text.npos && text[behind] == '{') return true;
    }
    at = std::min(text.find('\n', begin), text.size() - 1) + 1;
  }
  return false;
}

/// Does a line begin with this key?
bool has_key(std::string_view text, std::string_view key) {
  for (std::size_t at = text.find(key); at != text.npos; at = text.find(key, at + 1)) {
    const bool margin = at == 0 || text[at - 1] == '\n';
    if (margin && text.substr(at + key.size()).starts_with(':')) return true;
  }
  return false;
}

/// In a folder are pieces, and files of other programs with keys of the same names.
bool is_whole(FileKind kind, std::string_view text) {
  if (kind == FileKind::nginx) return is_whole_nginx(text);
  if (kind == FileKind::rules) return text.find("rules:") != text.npos;
  if (kind == FileKind::alertmanager) return has_key(text, "route") && has_key(text, "receivers");
  return true;
}

class Given {
 public:
  explicit Given(std::optional<FileKind> kind) : kind_(kind) {}

  void file(const fs::path& path) {
    if (kind_) return found_.files.push_back({path, *kind_});
    const auto text = read_user_file(path, {});
    if (!text) return found_.errors.push_back(text.error());
    if (auto fine = check_no_nul(*text, path.string()); !fine) {
      return found_.errors.push_back(fine.error());
    }
    if (const auto kind = kind_of(*text)) return found_.files.push_back({path, *kind});
    mistake(
        path,
        text->find_first_not_of(" \t\r\n") == std::string::npos
            ? "the file is empty"
            : "cannot tell what kind of file this is",
        fmt::format("expected one of {}; --kind says which", fmt::join(file_kind_names(), ", ")));
  }

  void folder(const fs::path& path) {
    std::error_code error;
    std::vector<fs::path> inside;
    for (fs::recursive_directory_iterator at(path, error), end; !error && at != end;
         at.increment(error)) {
      if (at->is_regular_file(error) && has_known_ending(at->path())) inside.push_back(at->path());
    }
    if (error) {
      return mistake(path, fmt::format("the folder cannot be read: {}", error.message()), "");
    }
    std::sort(inside.begin(), inside.end());
    const std::size_t before = found_.files.size();
    for (const fs::path& one : inside) {
      const auto text = read_file(one);
      if (!text) {
        found_.errors.push_back(text.error());
        continue;
      }
      const auto kind = kind_of(*text);
      if (!kind || (kind_ && kind != kind_)) continue;
      if (!is_whole(*kind, *text)) continue;
      found_.files.push_back({one, *kind});
    }
    join_haproxy_parts(found_.files, before, inside);
    if (found_.files.size() == before) {
      mistake(path, "nothing to audit in this folder",
              "looked for *.cfg, *.conf, *.yml, *.yaml and *.toml");
    }
  }

  GivenFiles take() { return std::move(found_); }

 private:
  void mistake(const fs::path& path, std::string message, std::string hint) {
    found_.errors.push_back(
        {ErrorCode::usage, std::move(message), std::move(hint), Position{path.string(), 0, 0}});
  }

  std::optional<FileKind> kind_;
  GivenFiles found_;
};

}  // namespace

GivenFiles given_files(const std::vector<fs::path>& paths, std::optional<FileKind> kind) {
  Given given(kind);
  for (const fs::path& path : paths) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      given.folder(path);
    } else {
      given.file(path);
    }
  }
  return given.take();
}

}  // namespace misfire
