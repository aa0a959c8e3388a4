#include "balancer/haproxy/environment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace misfire {
namespace {

std::string quoted(const std::string& value) {
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\' || c == '$') text += '\\';
    text += c == '\n' ? "\\n" : c == '\r' ? "\\r" : std::string(1, c);  // it is one line
  }
  return text + "\"";
}

}  // namespace

bool steers_loading(const std::string& variable) {
  constexpr std::array<std::string_view, 8> kPrefixes = {
      "LD_", "OPENSSL", "SSL_", "GLIBC_", "GCONV_", "LUA_", "HAPROXY_", "MALLOC_"};
  const bool prefixed = std::any_of(kPrefixes.begin(), kPrefixes.end(), [&](std::string_view one) {
    return variable.starts_with(one);
  });
  return prefixed || variable == "PATH" || variable == "LOCPATH" || variable == "NLSPATH";
}

std::map<std::string, std::string> handed_on(const HaproxyModel& model) {
  std::map<std::string, std::string> values;
  for (const std::string& name : model.variables) {
    const char* value = std::getenv(name.c_str());
    if (value != nullptr && !steers_loading(name)) values[name] = value;
  }
  return values;
}

std::string setenv_lines(const std::map<std::string, std::string>& values) {
  std::string lines;
  for (const auto& [name, value] : values) {
    lines += fmt::format("    setenv {} {}\n", name, quoted(value));
  }
  return lines;
}

}  // namespace misfire
