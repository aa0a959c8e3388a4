// What a misconfiguration makes of a text, as the lines of a diff.
#pragma once

#include <gtest/gtest.h>

#include "balancer/haproxy/config.hpp"
#include "balancer/nginx/config.hpp"
#include "fault/misconfiguration.hpp"

namespace misfire {

/// A balancer by its configuration, and what messages call a file of it.
template <class OwnConfig>
struct Balanced;
template <>
struct Balanced<HaproxyConfig> {
  static constexpr const char* kBalancer = "haproxy";
  static constexpr const char* kFile = "x.cfg";
};
template <>
struct Balanced<NginxConfig> {
  static constexpr const char* kBalancer = "nginx";
  static constexpr const char* kFile = "x.conf";
};

/// The text with the edit in it. Errors: as the edit's.
template <class OwnConfig>
Result<std::string> edited_text(const std::string& fault, const Args& args, const std::string& text,
                                const std::string& pool = "auth") {
  const auto config = OwnConfig::parse(text, Balanced<OwnConfig>::kFile, pool);
  EXPECT_TRUE(config) << text;
  if (!config) return environment_error("not parsed");
  return find_misconfiguration(Balanced<OwnConfig>::kBalancer, fault)
      ->edit(**config, args)
      .and_then([&](const Edits& edits) { return misfire::apply(text, edits); });
}

enum class Indentation { left_out, kept };

/// The lines of the diff, each with its sign.
inline std::string diff_of(const std::string& before, const std::string& after,
                           Indentation indentation = Indentation::left_out) {
  std::string found;
  const std::string diff = unified_diff(before, after, "x");
  for (std::size_t at = 0; at < diff.size();) {
    const std::size_t end = std::min(diff.find('\n', at), diff.size());
    const std::string line = diff.substr(at, end - at);
    const bool changed =
        line.size() > 1 && (line[0] == '+' || line[0] == '-') && line[1] != line[0];
    if (changed) {
      const std::size_t begin =
          indentation == Indentation::kept ? 1 : line.find_first_not_of(" \t", 1);
      found += line[0] + (begin == std::string::npos ? "" : line.substr(begin)) + "\n";
    }
    at = end + 1;
  }
  return found;
}

/// Those with that sign, without it.
inline std::string diff_lines(const std::string& before, const std::string& after, char sign,
                              Indentation indentation = Indentation::left_out) {
  std::string found;
  const std::string diff = diff_of(before, after, indentation);
  for (std::size_t at = 0; at < diff.size();) {
    const std::size_t end = diff.find('\n', at) + 1;
    if (diff[at] == sign) found += diff.substr(at + 1, end - at - 1);
    at = end;
  }
  return found;
}

}  // namespace misfire
