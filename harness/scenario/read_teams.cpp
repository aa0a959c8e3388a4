#include "scenario/read_teams.hpp"

#include <fmt/format.h>

#include "scenario/matcher.hpp"

namespace misfire {

Position item_position(TableReader& table, const std::string& key, const std::string& text) {
  if (const toml::array* list = table.raw(key)->as_array()) {
    for (const toml::node& item : *list) {
      if (item.value_or(std::string_view()) == text) {
        return position_of(item.source(), table.mistakes().file());
      }
    }
  }
  return table.where(key);
}

std::map<std::string, std::vector<std::string>> read_lists(TableReader& table) {
  std::map<std::string, std::vector<std::string>> all;
  for (const std::string& key : table.keys()) {
    const auto texts = table.texts(key);
    if (!texts) continue;
    if (texts->empty()) {
      table.mistake(key, fmt::format("{} is empty", table.full(key)));
    } else {
      all[key] = *texts;
    }
  }
  return all;
}

void read_teams(TableReader& root, System& system) {
  auto table = root.table("teams");
  if (!table) return;
  system.teams = read_lists(*table);
  system.receiver_where.clear();
  for (const auto& [team, receivers] : system.teams) {
    for (const std::string& receiver : receivers) {
      system.receiver_where[team].push_back(item_position(*table, team, receiver));
    }
  }
}

void read_components(TableReader& root, System& system) {
  auto table = root.table("components");
  if (!table) return;
  system.components.clear();
  for (const auto& [component, texts] : read_lists(*table)) {
    for (const std::string& text : texts) {
      const auto matchers = parse_matchers(text);
      if (matchers) {
        system.components[component].push_back(*matchers);
      } else {
        root.mistakes().add(item_position(*table, component, text),
                            fmt::format("{}: {}", table->full(component), matchers.error().message),
                            matchers.error().hint);
      }
    }
  }
}

}  // namespace misfire
