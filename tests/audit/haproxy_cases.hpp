// Texts of HAProxy configurations with the place of a mistake marked by @@.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/rules.hpp"
#include "audit/run_rules.hpp"

namespace misfire {

/// "3:12" of all that a rule finds.
inline std::vector<std::string> haproxy_found(const std::string& rule, const std::string& text,
                                              const AuditContext& context = {}) {
  const auto model = parse_haproxy(text, "haproxy.cfg");
  if (!model) return {to_string(model.error())};
  const std::vector<AuditPool> all = pools(*model);
  std::vector<std::string> found;
  bool known = false;
  for (const HaproxyRule& one : haproxy_rules()) {
    if (one.doc.id != "haproxy/" + rule) continue;
    known = true;
    for (const Place& place : one.check(HaproxySubject{*model, context, all})) {
      EXPECT_GT(place.end_column, place.where.column) << rule;
      EXPECT_FALSE(place.message.empty()) << rule;
      found.push_back(std::to_string(place.where.line) + ":" + std::to_string(place.where.column));
    }
  }
  if (!known) found.push_back("there is no rule " + rule);
  return found;
}

/// The rule finds what @@ marks (once or more), there and nowhere else.
inline void haproxy_finds(const std::string& rule, std::string text,
                          const AuditContext& context = {}) {
  std::vector<std::string> expected;
  for (std::size_t mark = text.find("@@"); mark != text.npos; mark = text.find("@@")) {
    text.erase(mark, 2);
    const std::size_t line_begin = mark == 0 ? 0 : text.rfind('\n', mark - 1) + 1;
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<long>(mark), '\n');
    expected.push_back(std::to_string(line) + ":" + std::to_string(mark - line_begin + 1));
  }
  ASSERT_FALSE(expected.empty());
  EXPECT_EQ(haproxy_found(rule, text, context), expected) << rule << "\n" << text;
}

/// A near miss.
inline void haproxy_is_quiet(const std::string& rule, const std::string& text,
                             const AuditContext& context = {}) {
  EXPECT_EQ(haproxy_found(rule, text, context), std::vector<std::string>{}) << rule << "\n" << text;
}

}  // namespace misfire
