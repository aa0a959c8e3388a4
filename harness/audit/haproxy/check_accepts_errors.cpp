#include <fmt/format.h>

#include <regex>
#include <string>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

/// What an expectation lets through.
struct Passes {
  bool ok = false, not_found = false, server_error = false;
};

/// "200-399,401"
Passes ranges(const std::string& list) {
  Passes passes;
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t comma = std::min(list.find(',', at), list.size());
    int low = 0, high = 0;
    const int read = std::sscanf(list.substr(at, comma - at).c_str(), "%3d-%3d", &low, &high);
    if (read == 1) high = low;
    const auto has = [&](int status) { return read > 0 && low <= status && status <= high; };
    passes.ok = passes.ok || has(200);
    passes.not_found = passes.not_found || has(404);
    passes.server_error = passes.server_error || has(500) || has(503);
    at = comma + 1;
  }
  return passes;
}

/// A regular expression; one that is too long to be one of a status says nothing.
Passes pattern(const std::string& text) {
  if (text.size() > 64) return {true, false, false};
  try {
    const std::regex status(text, std::regex::extended);
    const auto has = [&](const char* code) { return std::regex_search(code, status); };
    return {has("200"), has("404"), has("500") || has("503")};
  } catch (const std::regex_error&) {
    return {true, false, false};  // HAProxy's own dialect, or a mistake that it tells
  }
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const HaproxySection& section : in.model.sections) {
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() != "http-check" || line.word(1) != "expect") continue;
      for (std::size_t i = 2; i + 1 < line.words.size(); ++i) {
        const std::string& how = line.word(i);
        if (how != "status" && how != "rstatus") continue;
        if (line.words[i + 1].variable) break;
        const bool negated = line.word(i - 1) == "!";
        const Passes passes =
            how == "status" ? ranges(line.word(i + 1)) : pattern(line.word(i + 1));
        const bool server_error = passes.server_error != negated;
        const bool not_found = passes.not_found != negated && passes.ok != negated;
        if (!server_error && !not_found) break;
        found.push_back(place_at(in.model, line, i, i + 1,
                                 fmt::format("this passes a server that answers {}",
                                             server_error ? "500" : "404 to everything")));
        break;
      }
    }
  }
  return found;
}

}  // namespace

HaproxyRule check_accepts_errors() {
  RuleDoc doc;
  doc.id = "haproxy/check-accepts-errors";
  doc.severity = Severity::warning;
  doc.topic = Topic::health;
  doc.title = "A check passes servers that answer with errors";
  doc.why =
      "A range such as 200-499 or 200-599 passes a server that knows none of the paths, or fails "
      "every request. It stays in the pool; measured with 200-599, a third of the logins failed as "
      "long as one of three servers answered 500.";
  doc.incident =
      "Chef Supermarket, 13 August 2015: the check said healthy, and the service behind it was "
      "broken.";
  doc.fix = "Expect the one status that the health path has when all is well.";
  doc.bad = "http-check expect status 200-499";
  doc.good = "http-check expect status 200";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
