// plan.json: a plan as JSON and back, field by field. Durations are milliseconds (model time) or
// nanoseconds (wall time); enums are their names.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/duration_json.hpp"
#include "base/json_numbers.hpp"
#include "plan/plan.hpp"

namespace nlohmann {

template <class T>
struct adl_serializer<std::optional<T>> {
  static void to_json(json& j, const std::optional<T>& value) {
    if (value) {
      j = *value;
    } else {
      j = nullptr;
    }
  }
  static void from_json(const json& j, std::optional<T>& value) {
    if (j.is_null()) {
      value.reset();
    } else {
      T made{};  // clang 14 takes a nested class with initializers for not default constructible
      j.get_to(made);
      value = std::move(made);
    }
  }
};

template <>
struct adl_serializer<std::filesystem::path> {
  static void to_json(json& j, const std::filesystem::path& value) { j = value.string(); }
  static void from_json(const json& j, std::filesystem::path& value) {
    value = j.get<std::string>();
  }
};

template <>
struct adl_serializer<misfire::Duration> {
  static void to_json(json& j, const misfire::Duration& d) { j = d.count(); }
  static void from_json(const json& j, misfire::Duration& d) {
    d = misfire::Duration(misfire::span_within(j, misfire::kLongestSpan));
  }
};

/// {"integer": 5}, {"duration": 300000}, …: the type must survive.
template <>
struct adl_serializer<misfire::ParamValue> {
  static constexpr const char* kNames[] = {"integer", "number", "boolean", "text", "duration"};
  static void to_json(json& j, const misfire::ParamValue& value) {
    j = json::object();
    std::visit([&](const auto& v) { j[kNames[value.index()]] = v; }, value);
  }
  static void from_json(const json& j, misfire::ParamValue& value) {
    if (j.contains("integer"))
      value = j["integer"].get<std::int64_t>();
    else if (j.contains("number"))
      value = j["number"].get<double>();
    else if (j.contains("boolean"))
      value = j["boolean"].get<bool>();
    else if (j.contains("text"))
      value = j["text"].get<std::string>();
    else
      value = j.at("duration").get<misfire::ModelDuration>();
  }
};

}  // namespace nlohmann

namespace misfire {

// nlohmann's own macro for enums takes an unknown name for the first one.
template <class Enum>
struct Name {
  Enum value;
  const char* text;
};
template <class Enum, std::size_t n>
void name_to_json(nlohmann::json& json, Enum value, const Name<Enum> (&names)[n]) {
  for (const auto& name : names) {
    if (name.value == value) json = name.text;
  }
}
template <class Enum, std::size_t n>
void name_from_json(const nlohmann::json& json, Enum& value, const Name<Enum> (&names)[n]) {
  const auto text = json.get<std::string>();
  for (const auto& name : names) {
    if (text == name.text) {
      value = name.value;
      return;
    }
  }
  throw std::runtime_error(fmt::format("has the unknown name \"{}\"", text));
}

constexpr Name<ScenarioKind> kKinds[] = {
    {ScenarioKind::fault, "fault"}, {ScenarioKind::twin, "twin"}, {ScenarioKind::decoy, "decoy"}};
constexpr Name<Compressible> kCompressible[] = {
    {Compressible::yes, "yes"}, {Compressible::with_care, "with care"}, {Compressible::no, "no"}};
constexpr Name<ReadsChecks> kChecks[] = {
    {ReadsChecks::no, "no"}, {ReadsChecks::partly, "partly"}, {ReadsChecks::only, "only"}};
constexpr Name<Matcher::Op> kOps[] = {{Matcher::Op::equal, "="},
                                      {Matcher::Op::not_equal, "!="},
                                      {Matcher::Op::match, "=~"},
                                      {Matcher::Op::no_match, "!~"}};

void to_json(nlohmann::json& j, ScenarioKind v) {
  name_to_json(j, v, kKinds);
}
void from_json(const nlohmann::json& j, ScenarioKind& v) {
  name_from_json(j, v, kKinds);
}
void to_json(nlohmann::json& j, Compressible v) {
  name_to_json(j, v, kCompressible);
}
void from_json(const nlohmann::json& j, Compressible& v) {
  name_from_json(j, v, kCompressible);
}
void to_json(nlohmann::json& j, ReadsChecks v) {
  name_to_json(j, v, kChecks);
}
void from_json(const nlohmann::json& j, ReadsChecks& v) {
  name_from_json(j, v, kChecks);
}
void to_json(nlohmann::json& j, Matcher::Op v) {
  name_to_json(j, v, kOps);
}
void from_json(const nlohmann::json& j, Matcher::Op& v) {
  name_from_json(j, v, kOps);
}

/// A field that a plan lacks or that holds something else, named by its way from the top.
struct Misfit {
  std::string field, what;
};

/// Plans are older than these fields: one that says nothing of them has none.
constexpr std::string_view kNewer[] = {"AlertRule.needs",
                                       "ExpectAlert.gap",
                                       "ExpectBlame.gap",
                                       "ExpectQuiet.gap",
                                       "ExpectQuiet.until",
                                       "FaultSpec.via_where",
                                       "MonitoringFacts.left_out_jobs",
                                       "Plan.alert_faults",
                                       "MonitoringFacts.untested",
                                       "Plan.backends",
                                       "Plan.files",
                                       "Plan.login",
                                       "Plan.unsupported",
                                       "PlannedFault.flood",
                                       "PlannedFault.load_factor",
                                       "Scenario.alert_faults",
                                       "Scenario.balancer",
                                       "ShareUse.sampled"};

bool is_newer(const char* type, const char* field) {
  const std::string name = fmt::format("{}.{}", type, field);
  return std::find(std::begin(kNewer), std::end(kNewer), name) != std::end(kNewer);
}

template <class T>
void read_field(const nlohmann::json& object, const char* type, const char* name, T& value) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  if (object.is_object() && found == object.end() && is_newer(type, name)) return;
  if (!object.is_object() || found == object.end()) throw Misfit{name, "is missing"};
  try {
    found->get_to(value);
  } catch (const Misfit& inner) {
    throw Misfit{fmt::format("{}.{}", name, inner.field), inner.what};
  } catch (const nlohmann::json::exception&) {
    throw Misfit{name, fmt::format("has the wrong kind of value: {}", found->type_name())};
  } catch (const std::exception& error) {
    throw Misfit{name, error.what()};
  }
}

// As nlohmann's own macro does, but an error tells which field is meant.
#define MISFIRE_TO_FIELD(name) json[#name] = value.name;
#define MISFIRE_FROM_FIELD(name) read_field(json, type, #name, value.name);
#define MISFIRE_FIELDS(Type, ...)                                              \
  inline void to_json(nlohmann::json& json, const Type& value) {               \
    NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(MISFIRE_TO_FIELD, __VA_ARGS__))   \
  }                                                                            \
  inline void from_json(const nlohmann::json& json, Type& value) {             \
    constexpr const char* type = #Type;                                        \
    NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(MISFIRE_FROM_FIELD, __VA_ARGS__)) \
  }

MISFIRE_FIELDS(Position, file, line, column)
MISFIRE_FIELDS(LoadSpec, capacity_share, per_second, users)
MISFIRE_FIELDS(TimelineSpec, baseline, recovery, at, at_where)
MISFIRE_FIELDS(FaultSpec, id, inject, params, param_where, at, lasts, runtime, where, via_where)
MISFIRE_FIELDS(Within, limit, from)
MISFIRE_FIELDS(ExpectImpact, min, max, where)
MISFIRE_FIELDS(Gap, ticket, until)
MISFIRE_FIELDS(ExpectAlert, symptom, name, labels, team, within, where, team_where, gap)
MISFIRE_FIELDS(ExpectBlame, component, team, within, where, component_where, team_where, gap)
MISFIRE_FIELDS(ExpectQuiet, component, team, name, where, component_where, team_where, gap, until)
MISFIRE_FIELDS(ExpectRecovery::LoginsOk, min, within)
MISFIRE_FIELDS(ExpectRecovery, logins_ok, alerts_resolved, where)
MISFIRE_FIELDS(Scenario, file, name, title, about, tags, kind, balancer, strict, load, timeline,
               faults, alert_faults, impact, alerts, blame, quiet, recovery)
MISFIRE_FIELDS(Bounds, earliest, mean, latest)
MISFIRE_FIELDS(RangeUse, function, selector, range, samples, above_zero)
MISFIRE_FIELDS(ShareUse, range, threshold, sampled)
MISFIRE_FIELDS(AlertRule, name, group, file, expr, labels, hold, interval, query_offset,
               longest_window, recorded, ranges, shares, checks, needs, window_filled, compressible,
               why, where)
MISFIRE_FIELDS(Matcher, label, op, value)
MISFIRE_FIELDS(Route, depth, receiver, matchers, readable, goes_on, group_by, group_wait,
               group_interval)
MISFIRE_FIELDS(MonitoringFacts, scrape_interval, left_out_jobs, notices, rules, receivers,
               empty_receivers, observers, longest_group_wait, longest_group_interval, routes,
               alerts_relabelled, teams, components, pages, ignore, untested)
MISFIRE_FIELDS(LoginFlood, factor, users, wrong_passwords)
MISFIRE_FIELDS(PlannedFault, id, name, params, at, lasts, runtime, change, load_factor, flood)
MISFIRE_FIELDS(PlannedLoad, per_second, users, patience)
MISFIRE_FIELDS(Plan, run_id, scenario, speed, seed, engine, balancer, backends, login, pool,
               servers, load, faults, alert_faults, unsupported, monitoring, changes, limits, files)

namespace {

constexpr const char* kSchema = "misfire.plan/1";

/// Where in the text a byte stands.
Position place_of(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte == 0 ? 0 : byte - 1);  // bytes count from 1
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto column = before.size() - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0
  return {"", static_cast<int>(line), static_cast<int>(column)};
}

}  // namespace

std::string to_json(const Plan& plan) {
  nlohmann::json json;
  to_json(json, plan);
  json["schema"] = kSchema;
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<Plan> plan_from_json(std::string_view text) {
  if (text.empty()) return usage_error("this is not a plan: it is empty");
  try {
    const auto json = nlohmann::json::parse(text);
    const auto schema = json.is_object() ? json.find("schema") : json.end();
    if (!json.is_object() || schema == json.end() || *schema != kSchema) {
      return usage_error(fmt::format("this is not a plan of schema {}", kSchema));
    }
    if (has_stray_fraction(json, {"speed", "per_second", "capacity_share", "load_factor", "factor",
                                  "min", "max", "number", "threshold"})) {
      return usage_error("this is not a plan: a fraction stands in place of a whole number");
    }
    Plan plan;
    from_json(json, plan);
    return plan;
  } catch (const Misfit& misfit) {
    return usage_error(fmt::format("this is not a plan: \"{}\" {}", misfit.field, misfit.what));
  } catch (const nlohmann::json::parse_error& error) {
    return usage_error("this is not a plan: no JSON from here on", {}, place_of(text, error.byte));
  } catch (const std::exception&) {  // a number that fits nowhere
    return usage_error("this is not a plan: it holds what no plan can hold");
  }
}

}  // namespace misfire
