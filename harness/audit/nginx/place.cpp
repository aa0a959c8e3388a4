#include "audit/nginx/place.hpp"

#include <algorithm>

#include "balancer/nginx/config.hpp"
#include "balancer/nginx/timers.hpp"
#include "base/duration.hpp"

namespace misfire::nginx_audit {

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

NginxSettings::NginxSettings(const NginxModel& model) : model_(model) {
  for (const NginxDirective& directive : model.directives()) {
    if (!directive.entry) by_block_[{directive.parent, directive.name()}].push_back(&directive);
  }
}

const std::vector<const NginxDirective*>& NginxSettings::all_in_force(
    const NginxDirective* of, const std::string& name) const {
  static const std::vector<const NginxDirective*> none;
  for (const NginxDirective* block = of;; block = model_.parent(*block)) {
    const std::size_t index = block == nullptr
                                  ? NginxDirective::kNone
                                  : static_cast<std::size_t>(block - model_.directives().data());
    const auto found = by_block_.find({index, name});
    if (found != by_block_.end()) return found->second;
    if (block == nullptr) return none;
  }
}

const NginxDirective* NginxSettings::in_force(const NginxDirective* of,
                                              const std::string& name) const {
  const auto& all = all_in_force(of, name);
  return all.empty() ? nullptr : all.back();
}

const NginxDirective* NginxSettings::of_pass(const NginxDirective& pass,
                                             std::string_view rest) const {
  return in_force(model_.parent(pass), setting_of_pass(pass, rest));
}

std::optional<NginxTimeSetting> NginxSettings::time_in_force(const NginxDirective& pass,
                                                             const std::string& name) const {
  const NginxDirective* directive = in_force(model_.parent(pass), name);
  if (directive == nullptr) return {};
  const auto time = parse_nginx_time(directive->word(1));
  if (!time) return {};
  return NginxTimeSetting{directive, std::chrono::duration_cast<std::chrono::milliseconds>(*time)};
}

std::string shown(std::chrono::milliseconds time) {
  return human_duration(ModelDuration{time});
}

namespace {

bool includes_more(const NginxModel& model) {
  return std::any_of(model.directives().begin(), model.directives().end(),
                     [](const NginxDirective& directive) {
                       return directive.name() == "include" && !directive.entry;
                     });
}

}  // namespace

bool all_levels_known(const NginxModel& model, const NginxDirective& directive) {
  if (!model.within(directive, "http") && !model.within(directive, "stream")) return false;
  return !includes_more(model);
}

bool is_whole(const NginxModel& model) {
  if (model.last(nullptr, "events") == nullptr || model.last(nullptr, "http") == nullptr) {
    return false;
  }
  return !includes_more(model);
}

}  // namespace misfire::nginx_audit
