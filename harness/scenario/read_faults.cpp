#include "scenario/read_faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/nearest.hpp"

namespace misfire {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::int64_t kMostServers = 10'000;  // beyond any pool
constexpr std::size_t kLongestId = 80;         // ids become parts of file names

std::vector<std::string> names_of(const Catalogue& catalogue) {
  std::vector<std::string> names;
  for (const FaultDoc& fault : catalogue) names.push_back(fault.name);
  return names;
}

bool is_role(const std::string& text) {
  if (text == "first" || text == "last" || text == "others" || text == "all") return true;
  return !text.empty() && text.size() < 5 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// first, last, others, all, or a server's index, with or without quotes.
std::optional<ParamValue> read_role(TableReader& params, const std::string& name) {
  if (const toml::node* node = params.raw(name); node != nullptr && node->is_integer()) {
    const auto index = params.whole(name, 0, kMostServers);
    if (!index) return std::nullopt;
    return ParamValue(std::to_string(*index));
  }
  const auto text = params.text(name);
  if (!text) return std::nullopt;
  if (is_role(*text)) return ParamValue(*text);
  params.mistake(name,
                 fmt::format("{} must be first, last, others, all or a server's index, not \"{}\"",
                             params.full(name), *text),
                 suggestion(*text, {"first", "last", "others", "all"}));
  return std::nullopt;
}

std::optional<ParamValue> value_of(TableReader& params, const ParamSpec& spec) {
  const auto wrap = [](const auto& value) {
    return value ? std::optional<ParamValue>(*value) : std::nullopt;
  };
  switch (spec.type) {
    case ParamType::integer: {
      // Bounds of the catalogue are doubles; outside of these they bound nothing.
      constexpr double limit = 9e15;
      return wrap(params.whole(
          spec.name,
          static_cast<std::int64_t>(std::ceil(std::max(spec.min.value_or(-limit), -limit))),
          static_cast<std::int64_t>(std::floor(std::min(spec.max.value_or(limit), limit)))));
    }
    case ParamType::number:
      return wrap(
          params.number(spec.name, spec.min.value_or(-kInfinity), spec.max.value_or(kInfinity)));
    case ParamType::boolean:
      return wrap(params.flag(spec.name));
    case ParamType::text:
      if (!spec.choices.empty()) return wrap(params.choice(spec.name, spec.choices));
      return wrap(params.text(spec.name));
    case ParamType::duration:
      return wrap(params.duration(spec.name, Zero::allowed));
    case ParamType::role:
      return read_role(params, spec.name);
  }
  return std::nullopt;
}

void read_params(TableReader& fault, const FaultDoc* doc, FaultSpec& spec) {
  const bool given = fault.has("params");
  auto params = fault.table("params");
  if (doc == nullptr || (given && !params)) return;  // reported already
  for (const ParamSpec& param : doc->params) {
    if (!params || !params->has(param.name)) {
      if (param.required) {
        fault.mistakes().add(params ? params->where() : fault.where(),
                             fmt::format("{} is missing: {} needs it",
                                         fault.full("params." + param.name), doc->name),
                             param.about);
      }
      if (params) params->raw(param.name);  // known, so that it can be suggested
      continue;
    }
    spec.param_where[param.name] = params->where(param.name);
    if (auto value = value_of(*params, param)) spec.params[param.name] = std::move(*value);
  }
  if (params) params->finish();
}

bool good_id(const std::string& id) {
  return std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

void check_id(TableReader& fault, const FaultSpec& spec, const std::vector<FaultSpec>& before) {
  const std::string key = fault.has("id") ? "id" : "inject";
  if (!good_id(spec.id)) {
    fault.mistake(
        key, fmt::format("{} \"{}\" must be made of a-z, 0-9, - and _", fault.full(key), spec.id));
  } else if (spec.id.size() > kLongestId) {
    fault.mistake(key, fmt::format("{} must have at most {} letters, not {}", fault.full(key),
                                   kLongestId, spec.id.size()));
  } else if (spec.id == "effect") {
    fault.mistake(
        key, fmt::format("{} \"effect\" already means the first harm to users", fault.full(key)),
        "choose another id");
  }
  const auto twice = std::find_if(before.begin(), before.end(),
                                  [&](const FaultSpec& other) { return other.id == spec.id; });
  if (twice != before.end()) {
    fault.mistake(key,
                  fmt::format("a second fault with the id \"{}\"; the first is in line {}", spec.id,
                              twice->where.line),
                  "give each fault an id of its own: id = \"…\"");
  }
}

/// It was there before anybody looked, and nobody takes it back.
void has_no_time(TableReader& fault, const FaultDoc& doc) {
  for (const char* key : {"at", "for", "via"}) {
    if (!fault.has(key)) continue;
    fault.mistake(key,
                  fmt::format("{} has no meaning here: {} is in the monitoring's files from before "
                              "the baseline to the end of the run",
                              fault.full(key), doc.name),
                  "leave it out");
  }
}

FaultSpec read_fault(TableReader& fault, const Catalogue& catalogue,
                     const std::vector<FaultSpec>& before) {
  FaultSpec spec;
  spec.where = fault.where();
  const auto id = fault.text("id");
  const FaultDoc* doc = nullptr;
  if (fault.demand("inject", "write inject = \"NAME\"; misfire faults lists the names")) {
    if (const auto inject = fault.text("inject")) {
      spec.inject = *inject;
      doc = find_fault(catalogue, spec.inject);
      if (doc == nullptr) {
        fault.mistake("inject", fmt::format("unknown fault \"{}\"", spec.inject),
                      suggestion(spec.inject, names_of(catalogue)));
      }
    }
  }
  spec.id = id.value_or(spec.inject);
  if (!spec.id.empty()) check_id(fault, spec, before);
  read_params(fault, doc, spec);
  if (doc != nullptr && doc->alert_side) has_no_time(fault, *doc);
  spec.at = fault.duration("at", Zero::allowed).value_or(ModelDuration{});
  spec.lasts = fault.duration("for");
  if (const auto via = fault.choice("via", {"reload", "runtime"})) {
    spec.runtime = *via == "runtime";
    spec.via_where = fault.where("via");
  }
  fault.finish();
  return spec;
}

}  // namespace

void read_faults(TableReader& root, const Catalogue& catalogue, Scenario& scenario) {
  std::vector<FaultSpec> faults;
  for (TableReader& fault : root.tables("fault")) {
    faults.push_back(read_fault(fault, catalogue, faults));
    const FaultDoc* doc = find_fault(catalogue, faults.back().inject);
    const bool alert_side = doc != nullptr && doc->alert_side;
    (alert_side ? scenario.alert_faults : scenario.faults).push_back(faults.back());
  }
}

}  // namespace misfire
