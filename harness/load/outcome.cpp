#include "load/outcome.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace misfire {
namespace {

bool has_fields(std::string_view body, const std::map<std::string, std::string>& wanted) {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  if (!json.is_object()) return false;
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& field) {
    const auto found = json.find(field.first);
    return found != json.end() && found->dump() == field.second;
  });
}

}  // namespace

Result<SuccessCondition> SuccessCondition::make(const LoginSuccess& wanted) {
  SuccessCondition made;
  made.wanted_ = wanted;
  if (!wanted.body.empty()) {
    auto pattern = Pattern::make(wanted.body);
    if (!pattern) return tl::unexpected(pattern.error());
    made.body_.push_back(std::move(*pattern));
  }
  for (const auto& [name, text] : wanted.headers) {
    auto pattern = Pattern::make(text);
    if (!pattern) return tl::unexpected(pattern.error());
    made.headers_.emplace_back(name, std::move(*pattern));
  }
  return made;
}

bool SuccessCondition::holds(std::string_view body, const Header& header) const {
  return (wanted_.json.empty() || has_fields(body, wanted_.json)) &&
         std::all_of(body_.begin(), body_.end(),
                     [&](const Pattern& pattern) { return pattern.found_in(body); }) &&
         std::all_of(headers_.begin(), headers_.end(), [&](const auto& wanted) {
           const std::string value = header(wanted.first);
           return !value.empty() && wanted.second.found_in(value);
         });
}

Outcome SuccessCondition::outcome_of(int status, std::string_view body,
                                     const Header& header) const {
  const auto& fine = wanted_.status;
  if (std::find(fine.begin(), fine.end(), status) != fine.end()) {
    return holds(body, header) ? Outcome::ok : Outcome::wrong_body;
  }
  if (status == 401) return Outcome::denied;
  if (status == 503) return Outcome::unavailable;
  if (status >= 500) return Outcome::server_error;
  return status >= 400 ? Outcome::client_error : Outcome::wrong_body;
}

std::string success_text(const LoginSuccess& success) {
  std::string text = fmt::format("{}", fmt::join(success.status, " or "));
  for (const auto& [name, value] : success.json) text += fmt::format(", {} {}", name, value);
  if (!success.body.empty()) text += fmt::format(", a body with /{}/", success.body);
  for (const auto& [name, value] : success.headers) {
    text += fmt::format(", a header {} with /{}/", name, value);
  }
  return text;
}

}  // namespace misfire
