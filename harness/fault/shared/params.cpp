#include "fault/shared/params.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace misfire {
namespace {

ParamSpec spec(const char* name, ParamType type, const char* about, ParamValue fallback) {
  ParamSpec made;
  made.name = name;
  made.type = type;
  made.about = about;
  made.fallback = std::move(fallback);
  return made;
}

template <class T>
T value_of(const FaultDoc& doc, const Args& args, const std::string& param) {
  if (const auto given = args.find(param); given != args.end()) {
    if (const auto* value = std::get_if<T>(&given->second)) return *value;
  }
  const auto known = std::find_if(doc.params.begin(), doc.params.end(),
                                  [&](const ParamSpec& one) { return one.name == param; });
  return std::get<T>(*known->fallback);
}

}  // namespace

ParamSpec role_param(const char* name, const char* about, const char* fallback) {
  return spec(name, ParamType::role, about, std::string(fallback));
}

ParamSpec integer_param(const char* name, const char* about, std::int64_t fallback, double min,
                        double max) {
  ParamSpec made = spec(name, ParamType::integer, about, fallback);
  made.min = min;
  made.max = max;
  return made;
}

ParamSpec text_param(const char* name, const char* about, const char* fallback) {
  return spec(name, ParamType::text, about, std::string(fallback));
}

ParamSpec choice_param(const char* name, const char* about, std::vector<std::string> choices) {
  ParamSpec made = spec(name, ParamType::text, about, choices.front());
  made.choices = std::move(choices);
  return made;
}

std::string text_of(const FaultDoc& doc, const Args& args, const std::string& param) {
  return value_of<std::string>(doc, args, param);
}

std::int64_t integer_of(const FaultDoc& doc, const Args& args, const std::string& param) {
  return value_of<std::int64_t>(doc, args, param);
}

bool is_plain_path(const std::string& path) {
  return path.starts_with('/') && std::all_of(path.begin(), path.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '/' || c == '_' || c == '-' || c == '.';
         });
}

Result<std::string> plain_path(const FaultDoc& doc, const Args& args, const std::string& param) {
  std::string path = text_of(doc, args, param);
  if (is_plain_path(path)) return path;
  return usage_error(
      fmt::format("parameter \"{}\" of {}: \"{}\" is no path", param, doc.name, path),
      "it begins with / and is made of letters, digits, and the signs / _ - .");
}

Result<std::vector<std::size_t>> servers_of(const FaultDoc& doc, const Args& args,
                                            const std::string& param, std::size_t pool_size) {
  auto servers = servers_of_role(text_of(doc, args, param), pool_size);
  if (!servers) {
    servers.error().message =
        fmt::format("parameter \"{}\" of {}: {}", param, doc.name, servers.error().message);
  }
  return servers;
}

}  // namespace misfire
