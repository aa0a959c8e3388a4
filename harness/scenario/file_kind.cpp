#include "scenario/file_kind.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "scenario/toml_reader.hpp"
#include "scenario/toml_text.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

template <std::size_t N>
const toml::key* first_of(const toml::table& table, const std::array<std::string_view, N>& names) {
  const toml::key* first = nullptr;
  for (const auto& [key, node] : table) {
    if (std::find(names.begin(), names.end(), key.str()) == names.end()) continue;
    const bool before = first != nullptr && first->source().begin < key.source().begin;
    if (!before) first = &key;
  }
  return first;
}

const toml::key* of_systems(const toml::table& table) {
  static constexpr std::array<std::string_view, 8> kNames = {
      "backends", "components", "engine", "login", "monitoring", "programs", "teams", "watch"};
  return first_of(table, kNames);
}

const toml::key* of_scenarios(const toml::table& table) {
  static constexpr std::array<std::string_view, 6> kNames = {"name",     "title", "load",
                                                             "timeline", "fault", "expect"};
  return first_of(table, kNames);
}

}  // namespace

std::optional<Error> system_file_instead(const toml::table& table, const std::string& file) {
  const toml::key* key = of_systems(table);
  if (key == nullptr || of_scenarios(table) != nullptr) return {};
  return Error{ErrorCode::usage, "this is a system file, not a scenario",
               "name it with --system, and a scenario beside it", position_of(key->source(), file)};
}

std::optional<Error> scenario_instead(const toml::table& table, const std::string& file) {
  const toml::key* key = of_scenarios(table);
  if (key == nullptr || of_systems(table) != nullptr) return {};
  return Error{ErrorCode::usage, "this is a scenario, not a system file",
               "name it without --system", position_of(key->source(), file)};
}

bool is_system_file(const fs::path& path) {
  const auto text = read_user_file(path, {}, kLargestToml);
  if (!text) return false;
  const auto table = parse_toml(*text, path.string());
  return table && system_file_instead(*table, path.string());
}

}  // namespace misfire
