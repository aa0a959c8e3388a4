#include "report/page/log_excerpts.hpp"

#include <algorithm>
#include <fstream>

namespace misfire {
namespace {

constexpr std::uint64_t kTail = 32u << 10;  // bytes of a file that are looked at
constexpr std::size_t kLines = 40;
constexpr std::size_t kLongestLine = 400;
constexpr std::size_t kMostFiles = 24;

/// The last lines of a file's end; `cut_off`: its first line is half a line.
std::string last_lines(std::string text, bool cut_off) {
  if (cut_off) text.erase(0, std::min(text.find('\n'), text.size() - 1) + 1);
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    at = end + 1;
    if (line.size() > kLongestLine) line = line.substr(0, kLongestLine) + "…";
    if (!line.empty()) lines.push_back(std::move(line));
  }
  std::string kept;
  for (std::size_t i = lines.size() - std::min(lines.size(), kLines); i < lines.size(); ++i) {
    kept += lines[i] + '\n';
  }
  return kept;
}

}  // namespace

std::vector<LogExcerpt> log_excerpts(const fs::path& run_folder) {
  std::vector<LogExcerpt> all;
  std::error_code error;
  for (fs::directory_iterator at(run_folder / "logs", error), end; !error && at != end;
       at.increment(error)) {
    std::error_code ignored;
    if (at->is_symlink(ignored) || !at->is_regular_file(ignored)) continue;
    const std::uint64_t size = at->file_size(ignored);
    if (ignored || size == 0) continue;
    std::ifstream file(at->path(), std::ios::binary);
    const std::uint64_t skipped = size > kTail ? size - kTail : 0;
    file.seekg(static_cast<std::streamoff>(skipped));
    std::string text(size - skipped, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    if (text.empty()) continue;
    std::string kept = last_lines(std::move(text), skipped > 0);
    if (!kept.empty()) all.push_back({at->path().filename().string(), std::move(kept), size});
  }
  std::sort(all.begin(), all.end(),
            [](const LogExcerpt& a, const LogExcerpt& b) { return a.name < b.name; });
  if (all.size() > kMostFiles) all.resize(kMostFiles);
  return all;
}

}  // namespace misfire
