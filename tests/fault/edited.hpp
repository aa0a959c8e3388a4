// What a misconfiguration makes of a text, as the lines of a diff.
#pragma once

#include <gtest/gtest.h>

#include "balancer/haproxy/config.hpp"
#include "balancer/nginx/config.hpp"
#include "fault/misconfiguration.hpp"

namespace misfire {

/// The text with the edit in it; its pool is "auth". Errors: as the edit's.
template <class OwnConfig>
Result<std::string> edited_text(const std::string& balancer, const std::string& fault,
                                const Args& args, const std::string& text) {
  const auto config = OwnConfig::parse(text, "x.cfg", "auth");
  EXPECT_TRUE(config) << text;
  if (!config) return environment_error("not parsed");
  return find_misconfiguration(balancer, fault)
      ->edit(**config, args)
      .and_then([&](const Edits& edits) { return misfire::apply(text, edits); });
}

/// The lines of the diff, each with its sign and without its indentation.
inline std::string diff_of(const std::string& before, const std::string& after) {
  std::string found;
  const std::string diff = unified_diff(before, after, "x.cfg");
  for (std::size_t at = 0; at < diff.size();) {
    const std::size_t end = std::min(diff.find('\n', at), diff.size());
    const std::string line = diff.substr(at, end - at);
    const bool changed =
        line.size() > 1 && (line[0] == '+' || line[0] == '-') && line[1] != line[0];
    if (changed) {
      const std::size_t begin = line.find_first_not_of(" \t", 1);
      found += line[0] + (begin == std::string::npos ? "" : line.substr(begin)) + "\n";
    }
    at = end + 1;
  }
  return found;
}

}  // namespace misfire
