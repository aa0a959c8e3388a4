// Pages of runs for tests, and what a browser would take them for.
#pragma once

#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vector>

#include "judge/judging.hpp"
#include "report/page/page.hpp"

namespace misfire::testing {

inline RunFacts page_facts() {
  RunFacts facts;
  facts.folder = "reports/2026-11-24-feb-18-weight-skew-r1";
  facts.system = "fixtures/system.toml";
  facts.versions = {{"haproxy", "2.6.12"}, {"prometheus", "2.42.0"}};
  facts.wall_s = {{"baseline", 6.0}, {"fault", 12.0}};
  return facts;
}

inline std::string page_of(const Plan& plan, const History& history,
                           const RunFacts& facts = page_facts(),
                           const std::vector<LogExcerpt>& logs = {}) {
  return run_page(plan, history, judge(plan, history), facts, logs);
}

/// What its script draws.
inline nlohmann::json data_of(const std::string& page) {
  const std::string begin = "id=\"chart-data\">";
  const std::size_t at = page.find(begin) + begin.size();
  return nlohmann::json::parse(page.substr(at, page.find("</script>", at) - at));
}

/// Its tags with their attributes' names, in order; what scripts and styles hold is not markup.
inline std::vector<std::string> tags_of(const std::string& page) {
  static const std::regex tag("<[^>]*>");
  static const std::regex values("=\"[^\"]*\"");
  std::string markup = page;
  for (const std::string name : {"script", "style"}) {
    for (std::size_t at = 0; (at = markup.find("<" + name, at)) != std::string::npos;) {
      const std::size_t begin = markup.find('>', at) + 1;
      at = begin;
      markup.erase(begin, std::min(markup.find("</" + name, begin), markup.size()) - begin);
    }
  }
  std::vector<std::string> tags;
  for (auto at = std::sregex_iterator(markup.begin(), markup.end(), tag);
       at != std::sregex_iterator(); ++at) {
    tags.push_back(std::regex_replace(at->str(), values, ""));
  }
  return tags;
}

}  // namespace misfire::testing
