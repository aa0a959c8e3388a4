// What the fixtures' runbooks say, cut into what can be tested: queries, commands, links.
#pragma once

#include <algorithm>
#include <regex>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "paths.hpp"

namespace misfire {

struct Runbook {
  std::string name, text;
  std::vector<std::string> spans;  ///< what stands in backticks, on one line
};

inline std::vector<Runbook> runbooks() {
  std::vector<Runbook> all;
  const std::regex span("`([^`]+)`");
  for (const auto& entry : fs::directory_iterator(fs::path(kSourceDir) / "fixtures/runbooks")) {
    Runbook book{entry.path().stem().string(), read_file(entry.path()).value(), {}};
    if (book.name == "README") continue;
    for (std::sregex_iterator one(book.text.begin(), book.text.end(), span), end; one != end;
         ++one) {
      book.spans.push_back(std::regex_replace((*one)[1].str(), std::regex("\\s+"), " "));
    }
    all.push_back(std::move(book));
  }
  return all;
}

/// Asked of Prometheus: begins with a function, an aggregation or a metric of what is scraped.
inline bool is_query(const std::string& span) {
  static const std::regex query(
      "(sum|max|min|avg|count|topk|rate|increase|changes|absent|histogram_quantile|avg_over_time)"
      "\\b.*\\(.*|up|up[{ ].*|(haproxy|auth|nginx|probe|prometheus|alertmanager|mtail)_[a-z].*");
  return std::regex_match(span, query);
}

/// Asked of HAProxy's Runtime API.
inline bool is_runtime(const std::string& span) {
  return std::regex_search(span, std::regex("^(set (server|maxconn|rate-limit)|show) "));
}

/// Typed into a shell.
inline bool is_command(const std::string& span) {
  return std::regex_search(span,
                           std::regex("^(curl|amtool|promtool|haproxy|nginx|grep|journalctl) "));
}

/// With something in the place of what the reader fills in.
inline std::string filled_in(const std::string& span) {
  return std::regex_replace(span, std::regex("<[a-z]+>"), "auth1");
}

}  // namespace misfire
