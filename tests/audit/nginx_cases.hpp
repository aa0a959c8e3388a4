// Texts of nginx configurations with the place of a mistake marked by @@.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "audit/nginx/rules.hpp"
#include "audit/run_rules.hpp"

namespace misfire {

/// "3:12: nginx/…" of all that a rule finds.
inline std::vector<std::string> nginx_found(const std::string& rule, const std::string& text,
                                            const AuditContext& context = {}) {
  const auto model = parse_nginx(text, "nginx.conf");
  if (!model) return {to_string(model.error())};
  std::vector<std::string> found;
  bool known = false;
  for (const NginxRule& one : nginx_rules()) {
    if (one.doc.id != rule) continue;
    known = true;
    for (const Place& place : one.check(NginxSubject{*model, context})) {
      found.push_back(std::to_string(place.where.line) + ":" + std::to_string(place.where.column));
    }
  }
  if (!known) found.push_back("there is no rule " + rule);
  return found;
}

/// The rule finds what @@ marks, there and nowhere else.
inline void nginx_finds(const std::string& rule, std::string text,
                        const AuditContext& context = {}) {
  const std::size_t mark = text.find("@@");
  ASSERT_NE(mark, text.npos);
  text.erase(mark, 2);
  const std::size_t line_begin = text.rfind('\n', mark) + 1;
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<long>(mark), '\n');
  const std::vector<std::string> expected = {std::to_string(line) + ":" +
                                             std::to_string(mark - line_begin + 1)};
  EXPECT_EQ(nginx_found(rule, text, context), expected) << rule << "\n" << text;
}

/// Within the http of a whole configuration: above it, nothing is left that may say more.
inline std::string whole(const std::string& inside) {
  return "events { }\nhttp {\n" + inside + "\n}";
}

/// A near miss.
inline void nginx_is_quiet(const std::string& rule, const std::string& text,
                           const AuditContext& context = {}) {
  EXPECT_EQ(nginx_found(rule, text, context), std::vector<std::string>{}) << rule << "\n" << text;
}

}  // namespace misfire
