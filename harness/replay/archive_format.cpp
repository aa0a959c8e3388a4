#include "replay/archive_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "history/crc32.hpp"
#include "replay/recording_archive.hpp"

namespace misfire {
namespace {

constexpr std::array<std::string_view, 5> kFiles{"plan.json", "history.jsonl", "logins.bin",
                                                 "report.json", "replay.json"};
constexpr std::array<std::string_view, 2> kFolders{"config", "metrics"};

constexpr std::size_t kDeepest = 24;    // RUN/metrics/BLOCK/chunks/000001 has five steps
constexpr std::size_t kLongest = 1500;  // of a path: what it lies in has a name as well

bool is_control(unsigned char c) {
  return c < 0x20 || c == 0x7F;
}

}  // namespace

std::string complaint_of(archive* a) {
  const char* said = ::archive_error_string(a);
  return said != nullptr ? said : "unknown reason";
}

std::string archive_checksum(std::string_view bytes) {
  return fmt::format("{:08x}", crc32(bytes));
}

std::vector<fs::path> steps_of(const fs::path& path) {
  return {path.begin(), path.end()};
}

bool is_part_of_recording(const fs::path& inside) {
  const std::string first = *inside.begin();
  if (std::find(kFiles.begin(), kFiles.end(), first) != kFiles.end()) return true;
  return std::find(kFolders.begin(), kFolders.end(), first) != kFolders.end() &&
         inside.filename().native()[0] != '.';
}

std::string shown_name(const std::string& name) {
  constexpr std::size_t kMost = 200;
  std::string text;
  for (const char c : name.substr(0, kMost)) {
    const auto byte = static_cast<unsigned char>(c);
    text += is_control(byte) ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
  }
  return name.size() > kMost ? text + "…" : text;
}

bool belongs_to_recording(const fs::path& path) {
  const auto steps = steps_of(path);
  const std::string& text = path.native();
  if (path.is_absolute() || steps.size() < 2 || steps.size() > kDeepest || text.size() > kLongest) {
    return false;
  }
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return is_control(static_cast<unsigned char>(c)); })) {
    return false;
  }
  for (const fs::path& step : steps) {
    if (step.empty() || step.native()[0] == '.' || step.native().size() > 200) return false;
  }
  const std::string second = steps[1];
  if (steps.size() == 2) return std::find(kFiles.begin(), kFiles.end(), second) != kFiles.end();
  return std::find(kFolders.begin(), kFolders.end(), second) != kFolders.end();
}

}  // namespace misfire
