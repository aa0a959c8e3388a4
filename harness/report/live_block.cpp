#include "report/live_block.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/paint.hpp"

namespace misfire {
namespace {

constexpr const char* kEraseRestOfRow = "\033[K";
constexpr const char* kEraseBelow = "\033[J";

}  // namespace

std::string LiveBlock::to_its_first_row(int width) const {
  if (widths_.empty()) return {};
  const auto screen = static_cast<std::size_t>(std::max(width, 1));
  std::size_t rows = 0;
  for (const std::size_t line : widths_)
    rows += std::max<std::size_t>(1, (line + screen - 1) / screen);
  // The cursor is at the end of the last row.
  return rows > 1 ? fmt::format("\r\033[{}A", rows - 1) : "\r";
}

std::string LiveBlock::redraw(const std::vector<std::string>& above,
                              const std::vector<std::string>& block, int width) {
  std::string bytes = to_its_first_row(width);
  // Row by row instead of clearing first: nothing flickers.
  for (const std::string& line : above) {
    for (std::size_t at = 0; at <= line.size();) {
      const std::size_t end = std::min(line.find('\n', at), line.size());
      bytes += line.substr(at, end - at) + kEraseRestOfRow + "\r\n";
      at = end + 1;
    }
  }
  widths_.clear();
  for (const std::string& line : block) {
    bytes += (widths_.empty() ? "" : "\r\n") + line + kEraseRestOfRow;
    widths_.push_back(columns(line));
  }
  return bytes + kEraseBelow;
}

}  // namespace misfire
