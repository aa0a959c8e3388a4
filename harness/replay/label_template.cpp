#include "replay/label_template.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace misfire {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool is_label_name(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  return text.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == text.npos;
}

std::string value_of(const Labels& labels, const std::string& name) {
  const auto found = labels.find(name);
  return found == labels.end() ? std::string() : found->second;
}

}  // namespace

Result<LabelTemplate> LabelTemplate::parse(std::string_view text) {
  using Kind = Piece::Kind;
  LabelTemplate made;
  while (!text.empty()) {
    const std::size_t open = text.find("{{");
    if (open > 0) {
      made.pieces_.push_back({Kind::text, std::string(text.substr(0, open))});
      text.remove_prefix(std::min(open, text.size()));
      continue;
    }
    const std::size_t close = text.find("}}");
    if (close == text.npos) return usage_error("a \"{{\" is never closed");
    const std::string_view inside = text.substr(2, close - 2);
    const std::string_view what = trimmed(inside);
    text.remove_prefix(close + 2);
    bool known = what == "$value" || what == ".Value";
    if (known) made.pieces_.push_back({Kind::value, ""});
    for (const auto& [prefix, kind] : {std::pair("$labels.", Kind::label),
                                       {".Labels.", Kind::label},
                                       {"$externalLabels.", Kind::external_label},
                                       {".ExternalLabels.", Kind::external_label}}) {
      const std::string_view start = prefix;
      if (!what.starts_with(start) || !is_label_name(what.substr(start.size()))) continue;
      made.pieces_.push_back({kind, std::string(what.substr(start.size()))});
      known = true;
    }
    if (!known) {
      return usage_error(
          fmt::format("\"{{{{{}}}}}\" cannot be expanded in a replay", inside),
          "in labels it knows {{ $labels.x }}, {{ $externalLabels.x }} and {{ $value }}");
    }
  }
  return made;
}

std::string LabelTemplate::expand(const Labels& series, const Labels& external,
                                  double value) const {
  std::string out;
  for (const Piece& piece : pieces_) {
    switch (piece.kind) {
      case Piece::Kind::text:
        out += piece.text;
        break;
      case Piece::Kind::label:
        out += value_of(series, piece.text);
        break;
      case Piece::Kind::external_label:
        out += value_of(external, piece.text);
        break;
      case Piece::Kind::value:
        out += go_float(value);
        break;
    }
  }
  return out;
}

// The shortest digits that are this number; an exponent below -4 or from 21 on.
std::string go_float(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::array<char, 64> buffer{};
  const auto put = [&](std::chars_format format) {
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format).ptr;
    return std::string(buffer.data(), end);
  };
  const std::string scientific = put(std::chars_format::scientific);
  const int exponent = std::stoi(scientific.substr(scientific.find('e') + 1));
  return value != 0 && (exponent < -4 || exponent >= 21) ? scientific
                                                         : put(std::chars_format::fixed);
}

}  // namespace misfire
