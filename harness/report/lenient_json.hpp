// Looks into JSON that another misfire, or somebody else, may have written: what is missing or of
// another type is nothing, never an error.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace misfire::lenient {

inline std::string text(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

inline std::optional<double> number(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? std::optional(found->get<double>())
                                                     : std::nullopt;
}

inline bool flag(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

/// The members of an array that are objects.
inline std::vector<nlohmann::json> objects(const nlohmann::json& object, const char* key) {
  std::vector<nlohmann::json> all;
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array()) return all;
  for (const auto& one : *found) {
    if (one.is_object()) all.push_back(one);
  }
  return all;
}

/// Those that are texts.
inline std::vector<std::string> texts(const nlohmann::json& object, const char* key) {
  std::vector<std::string> all;
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array()) return all;
  for (const auto& one : *found) {
    if (one.is_string()) all.push_back(one.get<std::string>());
  }
  return all;
}

}  // namespace misfire::lenient
