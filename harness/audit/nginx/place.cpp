#include "audit/nginx/place.hpp"

#include <algorithm>

#include "balancer/nginx/timers.hpp"
#include "base/duration.hpp"

namespace misfire {

Place place_of(const NginxModel& model, const NginxDirective& directive, std::size_t word,
               std::string message) {
  const NginxWord& at = directive.words.at(word);
  const bool one_line =
      model.text().substr(at.begin, at.end - at.begin).find('\n') == std::string::npos;
  Place place{model.where(at.begin), 0, std::move(message)};
  if (one_line) place.end_column = place.where.column + static_cast<int>(at.end - at.begin);
  return place;
}

std::size_t word_beginning(const NginxDirective& directive, std::string_view prefix) {
  for (std::size_t i = 1; i < directive.words.size(); ++i) {
    if (directive.word(i).starts_with(prefix)) return i;
  }
  return 0;
}

std::vector<const NginxDirective*> all_in_force(const NginxModel& model, const NginxDirective* of,
                                                std::string_view name) {
  for (const NginxDirective* block = of; block != nullptr; block = model.parent(*block)) {
    if (auto found = model.all(block, name); !found.empty()) return found;
  }
  return {};
}

std::optional<NginxTimeSetting> time_in_force(const NginxModel& model, const NginxDirective& pass,
                                              std::string_view name) {
  const NginxDirective* directive = model.in_force(model.parent(pass), name);
  if (directive == nullptr) return {};
  const auto time = parse_nginx_time(directive->word(1));
  if (!time) return {};
  return NginxTimeSetting{directive, std::chrono::duration_cast<std::chrono::milliseconds>(*time)};
}

std::string shown(std::chrono::milliseconds time) {
  return human_duration(ModelDuration{time});
}

bool is_whole(const NginxModel& model) {
  if (model.last(nullptr, "events") == nullptr || model.last(nullptr, "http") == nullptr) {
    return false;
  }
  return std::none_of(model.directives().begin(), model.directives().end(),
                      [](const NginxDirective& directive) {
                        return directive.name() == "include" && !directive.entry;
                      });
}

}  // namespace misfire
