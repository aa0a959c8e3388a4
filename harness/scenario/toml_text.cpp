#include "scenario/toml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "scenario/text_scan.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

/// toml++ prefixes what it was doing: "Error while parsing string: …".
std::string in_short(std::string_view description) {
  constexpr std::string_view prefix = "Error while parsing ";
  if (description.substr(0, prefix.size()) == prefix) description.remove_prefix(prefix.size());
  std::string text;
  for (const char c : description) {
    if (c == '\n') {
      text += "\\n";
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      text += c;
    }
  }
  return text;
}

/// The most common slip of all: 67% or 5m without quotes. `what` is what was being parsed, and why
/// that failed.
std::string hint_for(std::string_view what) {
  const std::string_view parsed = what.substr(0, what.find(": "));
  bool value = what.find("expected value") != std::string_view::npos;
  for (const char* kind : {"integer", "floating-point", "boolean", "date", "time"}) {
    value = value || parsed.find(kind) != std::string_view::npos;
  }
  return value ? "text, durations and percentages stand in quotes: \"5m\", \"67%\"" : "";
}

/// toml++ puts the end of the file behind the last line feed: that is the next line's start.
Position position_in(std::string_view text, const toml::source_position& at,
                     const std::string& file) {
  std::size_t begin = 0;
  for (auto line = at.line; line > 1; --line) begin = text.find('\n', begin) + 1;
  const std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  const auto characters = std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  });
  const int number = static_cast<int>(at.line);
  if (static_cast<std::ptrdiff_t>(at.column) > characters + 1) return {file, number + 1, 1};
  return {file, number, static_cast<int>(at.column)};
}

Result<toml::table> parse(std::string_view text, const std::string& file) {
  try {
    return toml::parse(text, std::string_view(file));
  } catch (const toml::parse_error& error) {
    const std::string what = in_short(error.description());
    return usage_error(fmt::format("not valid TOML: {}", what), hint_for(what),
                       position_in(text, error.source().begin, file));
  } catch (const std::exception& error) {
    return usage_error(fmt::format("not valid TOML: {}", error.what()), {}, Position{file});
  }
}

}  // namespace

Result<toml::table> parse_toml(std::string_view text, const std::string& file) {
  if (text.size() > kLargestToml) {
    return usage_error("the file is larger than 1 MiB", "is this the right file?", Position{file});
  }
  if (auto fine = check_text(text, file); !fine) return tl::unexpected(fine.error());
  // Depth is bounded beforehand: toml++ walks and frees trees recursively. The part before the
  // place is parsed all the same, so that an earlier syntax error is the one that is reported.
  if (const auto deep = find_deep_nesting(text)) {
    auto before = parse(text.substr(0, deep->line_start), file);
    if (!before && before.error().where && before.error().where->line < deep->line) return before;
    return usage_error("nested too deeply: no key here is that deep", {},
                       Position{file, deep->line, deep->column});
  }
  auto table = parse(text, file);
  if (table && table->empty()) {
    return usage_error("the file is empty", "start it with schema = 1", Position{file, 1, 1});
  }
  return table;
}

}  // namespace misfire
