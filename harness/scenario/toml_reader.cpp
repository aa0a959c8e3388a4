#include "scenario/toml_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "base/duration.hpp"
#include "base/nearest.hpp"

namespace misfire {
namespace {

constexpr std::int64_t kMostBytes = std::int64_t{1} << 50;

/// 1000000 → "1,000,000".
std::string grouped(std::int64_t n) {
  std::string digits = std::to_string(n);
  const std::size_t first = n < 0 ? 1 : 0;
  for (std::size_t i = digits.size(); i > first + 3;) digits.insert(i -= 3, ",");
  return digits;
}

}  // namespace

Position position_of(const toml::source_region& region, const std::string& file) {
  return {file, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

const char* type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string:
      return "text";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return node.value_or(false) ? "true" : "false";
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    default:
      return "a date or time";
  }
}

TableReader::TableReader(const toml::table& table, std::string path, Mistakes& mistakes)
    : table_(table), path_(std::move(path)), mistakes_(&mistakes) {}

Position TableReader::where() const {
  return position_of(table_.source(), mistakes_->file());
}

Position TableReader::where(const std::string& key) const {
  const toml::node* node = table_.get(key);
  return node == nullptr ? where() : position_of(node->source(), mistakes_->file());
}

std::string TableReader::full(const std::string& key) const {
  return path_.empty() ? key : path_ + "." + key;
}

void TableReader::mistake(const std::string& key, std::string message, std::string hint) {
  mistakes_->add(where(key), std::move(message), std::move(hint));
}

std::nullopt_t TableReader::wrong_type(const toml::node& node, const std::string& key,
                                       const char* expected, std::string hint) {
  mistake(key, fmt::format("{} must be {}, not {}", full(key), expected, type_name(node)),
          std::move(hint));
  return std::nullopt;
}

const toml::node* TableReader::raw(const std::string& key) {
  known_.insert(key);
  return table_.get(key);
}

std::optional<std::string> TableReader::text(const std::string& key) {
  const toml::node* node = raw(key);
  if (node == nullptr) return std::nullopt;
  const auto* value = node->as_string();
  if (value == nullptr) return wrong_type(*node, key, "text", "text stands in quotes");
  if (value->get().empty()) {
    mistake(key, fmt::format("{} is empty", full(key)));
    return std::nullopt;
  }
  return value->get();
}

std::optional<bool> TableReader::flag(const std::string& key) {
  const toml::node* node = raw(key);
  if (node == nullptr) return std::nullopt;
  const auto* value = node->as_boolean();
  if (value == nullptr) return wrong_type(*node, key, "true or false", "written without quotes");
  return value->get();
}

std::optional<std::int64_t> TableReader::whole(const std::string& key, std::int64_t min,
                                               std::int64_t max) {
  const toml::node* node = raw(key);
  if (node == nullptr) return std::nullopt;
  const std::string expected =
      min == max ? grouped(min)
                 : fmt::format("a whole number from {} to {}", grouped(min), grouped(max));
  const auto* value = node->as_integer();
  if (value == nullptr) return wrong_type(*node, key, expected.c_str());
  if (value->get() < min || value->get() > max) {
    mistake(key, fmt::format("{} must be {}, not {}", full(key), expected, value->get()));
    return std::nullopt;
  }
  return value->get();
}

std::optional<double> TableReader::number(const std::string& key, double min, double max) {
  const toml::node* node = raw(key);
  if (node == nullptr) return std::nullopt;
  const std::string expected = fmt::format("a number from {:g} to {:g}", min, max);
  if (!node->is_number()) return wrong_type(*node, key, expected.c_str());
  const double value = node->value<double>().value_or(0);
  if (!(value >= min && value <= max)) {  // so that NaN is refused as well
    mistake(key, fmt::format("{} must be {}, not {:g}", full(key), expected, value));
    return std::nullopt;
  }
  return value;
}

std::optional<ModelDuration> TableReader::duration(const std::string& key, Zero zero) {
  const toml::node* node = raw(key);
  if (node == nullptr) return std::nullopt;
  const auto* value = node->as_string();
  if (value == nullptr) {
    return wrong_type(*node, key, "a duration", "write it as \"30s\", \"5m\" or \"1h30m\"");
  }
  const auto parsed = parse_duration(value->get());
  if (!parsed) {
    mistake(key, fmt::format("{} must be a duration, and {}", full(key), parsed.error().message),
            parsed.error().hint);
    return std::nullopt;
  }
  if (zero == Zero::refused && *parsed == ModelDuration{}) {
    mistake(key, fmt::format("{} must be longer than 0s", full(key)));
    return std::nullopt;
  }
  if (*parsed > kLongestDuration) {
    mistake(key, fmt::format("{} must be at most {}, not {}", full(key),
                             format_duration(kLongestDuration), value->get()));
    return std::nullopt;
  }
  return *parsed;
}

std::optional<std::int64_t> TableReader::bytes(const std::string& key, std::int64_t min) {
  const toml::node* node = raw(key);
  if (node == nullptr) return std::nullopt;
  constexpr const char* kHint = "write it as \"64MiB\" or \"1GiB\"";
  const auto* value = node->as_string();
  if (value == nullptr) return wrong_type(*node, key, "a size", kHint);
  const std::string& text = value->get();
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [unit, error] = std::from_chars(text.data(), end, number);
  static const std::map<std::string, std::int64_t> units{
      {"B", 1}, {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}};
  const auto found = units.find(std::string(unit, end));
  if (error != std::errc() || found == units.end() || number > kMostBytes / found->second) {
    mistake(key, fmt::format("{} must be a size, not \"{}\"", full(key), text), kHint);
    return std::nullopt;
  }
  if (number * found->second < min) {
    mistake(key, fmt::format("{} must be at least {} MiB", full(key), min >> 20));
    return std::nullopt;
  }
  return number * found->second;
}

std::optional<std::string> TableReader::day(const std::string& key) {
  const toml::node* node = raw(key);
  if (node == nullptr) return std::nullopt;
  const auto* value = node->as_date();
  if (value == nullptr) {
    return wrong_type(*node, key, "a day", "write it as 2027-01-31, without quotes and time");
  }
  const toml::date day = value->get();
  return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
}

std::optional<std::string> TableReader::choice(const std::string& key,
                                               const std::vector<std::string>& known) {
  const auto value = text(key);
  if (!value || std::find(known.begin(), known.end(), *value) != known.end()) return value;
  mistake(
      key,
      fmt::format("{} must be \"{}\", not \"{}\"", full(key), fmt::join(known, "\" or \""), *value),
      suggestion(*value, known));
  return std::nullopt;
}

std::optional<std::vector<std::string>> TableReader::texts(const std::string& key) {
  const toml::node* node = raw(key);
  if (node == nullptr) return std::nullopt;
  std::vector<std::string> values;
  const auto take = [&](const toml::node& item) {
    const auto* value = item.as_string();
    const Position at = position_of(item.source(), mistakes_->file());
    if (value == nullptr) {
      mistakes_->add(at, fmt::format("{} must hold text, not {}", full(key), type_name(item)),
                     "text stands in quotes");
    } else if (value->get().empty()) {
      mistakes_->add(at, fmt::format("{} holds an empty text", full(key)));
    } else {
      values.push_back(value->get());
    }
  };
  const std::size_t before = mistakes_->count();
  if (const toml::array* list = node->as_array()) {
    for (const toml::node& item : *list) take(item);
  } else if (node->is_string()) {
    take(*node);
  } else {
    return wrong_type(*node, key, "text or a list of texts", "written [\"a\", \"b\"]");
  }
  if (mistakes_->count() != before) return std::nullopt;
  return values;
}

std::optional<TableReader> TableReader::table(const std::string& key) {
  const toml::node* node = raw(key);
  if (node == nullptr) return std::nullopt;
  if (const toml::table* inner = node->as_table()) {
    return TableReader(*inner, full(key), *mistakes_);
  }
  const bool doubled = node->is_array_of_tables();
  return wrong_type(*node, key, "a table",
                    doubled ? fmt::format("there is only one: write [{}]", full(key)) : "");
}

std::vector<TableReader> TableReader::tables(const std::string& key) {
  const toml::node* node = raw(key);
  if (node == nullptr) return {};
  std::vector<TableReader> all;
  const toml::array* list = node->as_array();
  if (list == nullptr) {
    wrong_type(*node, key, "a list of tables", fmt::format("write [[{}]]", full(key)));
    return all;
  }
  for (const toml::node& item : *list) {
    if (const toml::table* inner = item.as_table()) {
      all.emplace_back(*inner, full(key), *mistakes_);
    } else {
      mistakes_->add(position_of(item.source(), mistakes_->file()),
                     fmt::format("{} must hold tables, not {}", full(key), type_name(item)),
                     fmt::format("write [[{}]]", full(key)));
    }
  }
  return all;
}

std::vector<std::string> TableReader::keys() {
  std::vector<std::string> all;
  for (const auto& [key, value] : table_) all.emplace_back(key.str());
  known_.insert(all.begin(), all.end());
  return all;
}

bool TableReader::demand(const std::string& key, std::string hint) {
  known_.insert(key);
  if (has(key)) return true;
  mistakes_->add(where(), fmt::format("{} is missing", full(key)), std::move(hint));
  return false;
}

void TableReader::finish() {
  for (const auto& [key, value] : table_) {
    const std::string name(key.str());
    if (known_.count(name) != 0) continue;
    mistakes_->add(position_of(key.source(), mistakes_->file()),
                   fmt::format("unknown key {}", full(name)),
                   suggestion(name, {known_.begin(), known_.end()}));
  }
}

}  // namespace misfire
