#include "monitor/sink/answers.hpp"

#include <nlohmann/json.hpp>

namespace misfire {
namespace {

using nlohmann::json;

ServiceAnswer slack_answer(const json& payload) {
  if (!payload.is_object()) return {400, "text/html", "invalid_payload"};
  return {200, "text/html", "ok"};
}

/// The Events API v2; for v1 Alertmanager knows one address only, so it never comes here.
ServiceAnswer pagerduty_answer(const json& payload) {
  const auto text = [&](const char* key) {
    return payload.is_object() && payload.contains(key) && payload[key].is_string()
               ? payload[key].get<std::string>()
               : std::string();
  };
  if (text("routing_key").empty() || text("event_action").empty()) {
    const json bad = {{"status", "invalid event"},
                      {"message", "Event object is invalid"},
                      {"errors", {"'routing_key' and 'event_action' are needed"}}};
    return {400, "application/json", bad.dump()};
  }
  const json ok = {
      {"status", "success"}, {"message", "Event processed"}, {"dedup_key", text("dedup_key")}};
  return {202, "application/json", ok.dump()};
}

}  // namespace

ServiceAnswer service_answer(std::string_view integration, std::string_view body) {
  if (integration == "slack") return slack_answer(json::parse(body, nullptr, false));
  if (integration == "pagerduty") return pagerduty_answer(json::parse(body, nullptr, false));
  return {200, "application/json", "{}"};
}

}  // namespace misfire
