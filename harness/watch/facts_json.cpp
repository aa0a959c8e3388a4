#include "watch/facts_json.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace misfire::watch {
namespace {

using nlohmann::json;

Aspect aspect_from(const json& value) {
  const auto found = aspect_of(value.get<std::string>());
  if (!found) throw std::invalid_argument("an unknown aspect");
  return *found;
}

Against against_from(const json& value) {
  const std::string text = value;
  for (const Against against : {Against::file, Against::approved}) {
    if (text == to_string(against)) return against;
  }
  throw std::invalid_argument("drift against nothing known");
}

}  // namespace

json to_json(const Facts& facts) {
  json all = json::object();
  for (const auto& [subject, told] : facts) {
    json& one = all[subject.pool][subject.server];
    one = json::object();
    for (const auto& [aspect, value] : told) one[to_string(aspect)] = value;
  }
  return all;
}

Facts facts_from(const json& all) {
  Facts facts;
  for (const auto& [pool, servers] : all.items()) {
    for (const auto& [server, aspects] : servers.items()) {
      Told& told = facts[{pool, server}];
      for (const auto& [aspect, value] : aspects.items()) told[aspect_from(aspect)] = value;
    }
  }
  return facts;
}

json to_json(const Approved& approved) {
  return {{"at", to_nanos(approved.at)},
          {"file", to_json(approved.file)},
          {"running", to_json(approved.running)}};
}

Approved approved_from(const json& value) {
  return {from_nanos(value.at("at")), facts_from(value.at("file")),
          facts_from(value.at("running"))};
}

json to_json(const Loaded& loaded) {
  return {{"worker", loaded.worker}, {"digest", loaded.digest}, {"facts", to_json(loaded.facts)}};
}

Loaded loaded_from(const json& value) {
  return {value.at("worker"), value.at("digest"), facts_from(value.at("facts"))};
}

json to_json(const Drift& drift) {
  const Difference& what = drift.what;
  return {{"pool", what.subject.pool},      {"server", what.subject.server},
          {"kind", to_string(what.aspect)}, {"against", to_string(what.against)},
          {"running", what.running},        {"file", what.file},
          {"approved", what.approved},      {"since", to_nanos(drift.since)},
          {"confirmed", drift.confirmed}};
}

Drift drift_from(const json& value) {
  Drift drift;
  drift.what.subject = {value.at("pool"), value.at("server")};
  drift.what.aspect = aspect_from(value.at("kind"));
  drift.what.against = against_from(value.at("against"));
  drift.what.running = value.at("running");
  drift.what.file = value.at("file");
  drift.what.approved = value.at("approved");
  drift.since = from_nanos(value.at("since"));
  drift.confirmed = value.at("confirmed");
  return drift;
}

}  // namespace misfire::watch
