#include "audit/haproxy/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "balancer/haproxy/timers.hpp"

namespace misfire {
namespace {

constexpr std::size_t kMostNames = 3;  // in one message

bool says(const HaproxyLine& line, const std::string& keyword, const std::string& second) {
  const std::size_t at = line.keyword() == "no" ? 1 : 0;
  return line.word(at) == keyword && (second.empty() || line.word(at + 1) == second);
}

/// Looks through one section; true: it decides.
bool decides(const HaproxySection& section, const std::string& keyword, const std::string& second,
             Effective& found) {
  for (const HaproxyLine& line : section.lines) {
    if (!says(line, keyword, second)) continue;
    if (line.conditional || section.header.conditional) {
      found.unknown = true;
    } else {
      found.line = &line;
    }
  }
  return found.line != nullptr || found.unknown;
}

bool runs(const HaproxySection& section) {
  if (section.header.conditional) return false;
  return std::none_of(section.lines.begin(), section.lines.end(),
                      [](const HaproxyLine& line) { return line.keyword() == "disabled"; });
}

bool mode_is(const HaproxyModel& model, const HaproxySection& section, const char* mode) {
  const Effective setting = effective(model, section, "mode");
  if (setting.missing()) return std::string_view(mode) == "tcp";
  return setting.word(1) == mode;
}

}  // namespace

std::optional<std::string> Effective::word(std::size_t i) const {
  if (line == nullptr || unknown || i >= line->words.size() || line->words[i].variable) {
    return std::nullopt;
  }
  return line->words[i].text;
}

std::optional<std::chrono::microseconds> Effective::time(std::size_t i) const {
  const auto text = word(i);
  return text ? parse_haproxy_time(*text) : std::nullopt;
}

std::optional<int> Effective::number(std::size_t i) const {
  const auto text = word(i);
  int value = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
  return value;
}

Effective effective(const HaproxyModel& model, const HaproxySection& section,
                    const std::string& keyword, const std::string& second) {
  Effective found;
  if (decides(section, keyword, second, found)) return found;
  for (const HaproxySection* defaults : model.defaults_of(section)) {
    if (decides(*defaults, keyword, second, found)) return found;
  }
  return found;
}

std::optional<bool> option_set(const HaproxyModel& model, const HaproxySection& section,
                               const std::string& name) {
  const Effective setting = effective(model, section, "option", name);
  if (setting.unknown) return std::nullopt;
  return setting.line != nullptr && setting.line->keyword() != "no";
}

Effective global_setting(const HaproxyModel& model, const std::string& keyword,
                         const std::string& second) {
  Effective found;
  for (const HaproxySection& section : model.sections) {
    if (section.kind == "global") decides(section, keyword, second, found);
  }
  return found;
}

bool is_http(const HaproxyModel& model, const HaproxySection& section) {
  return mode_is(model, section, "http");
}
bool is_tcp(const HaproxyModel& model, const HaproxySection& section) {
  return mode_is(model, section, "tcp");
}

std::vector<const HaproxySection*> frontends(const HaproxyModel& model) {
  std::vector<const HaproxySection*> found;
  for (const HaproxySection& section : model.sections) {
    if (section.has_binds() && runs(section)) found.push_back(&section);
  }
  return found;
}

std::vector<const HaproxySection*> backends(const HaproxyModel& model) {
  std::vector<const HaproxySection*> found;
  for (const HaproxySection& section : model.sections) {
    if (section.has_servers() && runs(section)) found.push_back(&section);
  }
  return found;
}

bool is_service(const HaproxyModel& model, const HaproxySection& section) {
  bool serves = false;
  for (const HaproxyLine& line : section.lines) {
    const std::string& keyword = line.keyword();
    if (keyword == "server" || keyword == "server-template" || keyword == "use_backend" ||
        keyword == "default_backend") {
      return false;
    }
    serves = serves || (keyword == "stats" && (line.word(1) == "enable" || line.word(1) == "uri"));
    serves = serves || (keyword == "http-request" && line.word(1) == "use-service");
  }
  return serves && effective(model, section, "default_backend").missing();
}

Place place_at(const HaproxyModel& model, const HaproxyLine& line, std::size_t first,
               std::size_t last, std::string message) {
  const HaproxyWord& end = line.words.at(last);
  return {model.where(line, first), end.column + static_cast<int>(end.end - end.begin),
          std::move(message)};
}

Place place_at(const HaproxyModel& model, const HaproxyLine& line, std::string message) {
  return place_at(model, line, 0, line.words.size() - 1, std::move(message));
}

std::vector<Place> missing_in(const HaproxyModel& model,
                              const std::vector<const HaproxySection*>& sections,
                              const std::function<std::string(const std::string& names)>& message) {
  std::vector<std::pair<const HaproxySection*, std::vector<const HaproxySection*>>> groups;
  std::map<const HaproxySection*, std::size_t> group_of;
  for (const HaproxySection* section : sections) {
    const auto chain = model.defaults_of(*section);
    const HaproxySection* defaults = chain.empty() ? nullptr : chain.front();
    const auto [group, is_new] = group_of.emplace(defaults, groups.size());
    if (is_new || defaults == nullptr) {
      group->second = groups.size();
      groups.push_back({defaults, {}});
    }
    groups[group->second].second.push_back(section);
  }
  std::vector<Place> places;
  for (const auto& [defaults, members] : groups) {
    std::string names;
    for (std::size_t i = 0; i < std::min(members.size(), kMostNames); ++i) {
      names += (i == 0 ? "" : ", ") + title_of(*members[i]);
    }
    if (members.size() > kMostNames) {
      names += fmt::format(" and {} more", members.size() - kMostNames);
    }
    const HaproxySection& where = members.size() > 1 ? *defaults : *members.front();
    places.push_back(place_at(model, where.header, message(names)));
  }
  return places;
}

std::string title_of(const HaproxySection& section) {
  return section.name.empty() ? section.kind : fmt::format("{} \"{}\"", section.kind, section.name);
}

}  // namespace misfire
