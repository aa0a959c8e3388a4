#include "load/outcome.hpp"

#include <nlohmann/json.hpp>

namespace misfire {

Outcome outcome_of(int status, std::string_view body) {
  if (status == 200) {
    const auto json = nlohmann::json::parse(body, nullptr, false);
    const bool ok = json.is_object() && json.contains("status") && json["status"] == "ok";
    return ok ? Outcome::ok : Outcome::wrong_body;
  }
  if (status == 401) return Outcome::denied;
  if (status == 503) return Outcome::unavailable;
  if (status >= 500) return Outcome::server_error;
  return status >= 400 ? Outcome::client_error : Outcome::wrong_body;
}

}  // namespace misfire
