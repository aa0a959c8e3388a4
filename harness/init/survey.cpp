#include "init/survey.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "init/config_folders.hpp"
#include "init/deployed_files.hpp"
#include "init/first_files.hpp"
#include "init/largest.hpp"

namespace misfire {
namespace {

constexpr int kMostFiles = 20'000;
constexpr std::size_t kMostNamed = 3;  // of what is passed over

/// Folders of tools, of other people's code, and of what misfire wrote.
const std::set<std::string> kNotTheirs = {"node_modules", "vendor",  "target",
                                          "build",        "dist",    "venv",
                                          "__pycache__",  "misfire", "reports"};

bool may_be_ours(const fs::path& file) {
  static const std::set<std::string> endings = {"",      ".cfg",   ".conf", ".yml",
                                                ".yaml", ".mtail", ".rules"};
  return endings.contains(file.extension().string());
}

/// "a.yml, b.yml, c.yml and 2 more".
std::string some_of(const std::vector<std::string>& names) {
  const std::size_t shown = std::min(names.size(), kMostNamed);
  std::string text = fmt::format("{}", fmt::join(names.begin(), names.begin() + shown, ", "));
  if (names.size() > shown) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

class Walk {
 public:
  explicit Walk(const fs::path& root) : root_(root) {}

  Survey run() {
    std::error_code error;
    fs::recursive_directory_iterator at(root_, fs::directory_options::skip_permission_denied,
                                        error),
        end;
    for (; !error && at != end && seen_.whole; at.increment(error)) {
      const std::string name = at->path().filename().string();
      std::error_code ignored;
      if (at->is_directory(ignored)) {
        const bool hidden = name.starts_with('.');
        if (hidden || kNotTheirs.contains(name)) at.disable_recursion_pending();
      } else if (may_be_ours(at->path()) && at->is_regular_file(ignored)) {
        file(at->path());
      }
    }
    std::sort(seen_.files.begin(), seen_.files.end(),
              [](const FoundFile& a, const FoundFile& b) { return a.path < b.path; });
    tell();
    return std::move(seen_);
  }

 private:
  void file(const fs::path& path) {
    if (seen_.looked_at == kMostFiles) {
      seen_.whole = false;
      return;
    }
    const std::string shown = short_name(path, root_);
    auto text = read_file(path, kLargestFile);
    if (!text && path.has_extension()) {
      std::error_code error;
      const bool large = fs::file_size(path, error) > kLargestFile && !error;
      (large ? large_ : unread_).push_back(shown);
    }
    if (!text || text->find('\0') != text->npos) return;
    ++seen_.looked_at;
    if (const auto kind = kind_of(*text, path)) {
      seen_.files.push_back({*kind, path, std::move(*text)});
      return;
    }
    const PassedOver why = passed_over(*text, path, shown);
    if (why.template_line > 0) templates_.push_back(fmt::format("{}:{}", shown, why.template_line));
    if (why.mistake) {
      seen_.deployments.note(*why.mistake->where, why.mistake->message + "; it is passed over");
    }
  }

  void tell() {
    std::sort(templates_.begin(), templates_.end());
    std::sort(large_.begin(), large_.end());
    std::sort(unread_.begin(), unread_.end());
    auto& notes = seen_.deployments.notes;
    if (!templates_.empty()) {
      notes.push_back(fmt::format(
          "{} {} ({{{{), which misfire does not fill in: write what it makes into a file "
          "(helm template CHART > rendered.yaml) and run misfire init again",
          some_of(templates_), templates_.size() == 1 ? "is a template" : "are templates"));
    }
    if (!large_.empty()) {
      notes.push_back(fmt::format("{} {} larger than 1 MiB, and not looked at", some_of(large_),
                                  large_.size() == 1 ? "is" : "are"));
    }
    if (!unread_.empty()) {
      notes.push_back(fmt::format("{} cannot be read", some_of(unread_)));
    }
  }

  fs::path root_;
  Survey seen_;
  std::vector<std::string> templates_, large_, unread_;
};

}  // namespace

std::vector<const FoundFile*> Survey::all(FoundKind kind) const {
  std::vector<const FoundFile*> found;
  for (const FoundFile& file : files) {
    if (file.kind == kind) found.push_back(&file);
  }
  return found;
}

fs::path Survey::final_path(const fs::path& path, const fs::path& root) const {
  if (!scratch) return path;
  const fs::path below = path.lexically_relative(scratch->path());
  if (below.empty() || *below.begin() == "..") return path;
  return root / kOwnFolder / below;
}

Result<Survey> survey(const fs::path& root) {
  std::error_code error;
  if (!fs::is_directory(root, error)) {
    return usage_error(fmt::format("{} is not a folder", root.string()));
  }
  Survey seen = Walk(root).run();
  join_haproxy_folders(seen.files);
  if (auto done = add_deployed_files(seen, root); !done) return tl::unexpected(done.error());
  return seen;
}

std::string short_name(const fs::path& path, const fs::path& root) {
  const fs::path relative = path.lexically_relative(root);
  return relative.empty() || *relative.begin() == ".." ? path.string() : relative.generic_string();
}

}  // namespace misfire
