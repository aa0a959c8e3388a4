// Monitoring files as texts, with the place of a mistake marked by @@.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "audit/monitoring/rules.hpp"
#include "audit/run_rules.hpp"
#include "base/files.hpp"

namespace misfire {

/// Files of one case, gone with it. "" is not given.
struct MonitoringCase {
  std::string rules = {}, prometheus = {}, alertmanager = {};
};

class MonitoringFolder {
 public:
  explicit MonitoringFolder(const MonitoringCase& texts) {
    std::string name = (fs::temp_directory_path() / "misfire-audit-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
    paths_.prometheus = write("prometheus.yml", texts.prometheus);
    paths_.alertmanager = write("alertmanager.yml", texts.alertmanager);
    const fs::path rules = write("rules.yml", texts.rules);
    if (!rules.empty() && paths_.prometheus.empty()) paths_.rules = {rules};
  }
  ~MonitoringFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  MonitoringFolder(const MonitoringFolder&) = delete;
  MonitoringFolder& operator=(const MonitoringFolder&) = delete;

  const MonitoringPaths& paths() const { return paths_; }

 private:
  fs::path write(const std::string& name, const std::string& text) const {
    if (text.empty()) return {};
    if (!write_file(path_ / name, text)) std::abort();
    return path_ / name;
  }

  fs::path path_;
  MonitoringPaths paths_;
};

/// "rules.yml:3:12" of all that a rule finds; or what is wrong with the files.
inline std::vector<std::string> monitoring_found(const std::string& rule,
                                                 const MonitoringCase& texts) {
  const MonitoringFolder folder(texts);
  const auto subject = read_monitoring(folder.paths(), {});
  std::vector<std::string> found;
  if (!subject) {
    for (const Error& error : subject.error()) found.push_back(to_string(error));
    return found;
  }
  bool known = false;
  for (const MonitoringRule& one : monitoring_rules()) {
    if (one.doc.id != rule) continue;
    known = true;
    for (Place& place : one.check(*subject)) {
      place.where.file = fs::path(place.where.file).filename().string();
      found.push_back(to_string(place.where));
    }
  }
  if (!known) found.push_back("there is no rule " + rule);
  return found;
}

/// The rule finds what @@ marks in one of the texts, there and nowhere else.
inline void monitoring_finds(const std::string& rule, MonitoringCase texts) {
  std::vector<std::string> expected;
  for (const auto& [name, text] : {std::pair<const char*, std::string*>("rules.yml", &texts.rules),
                                   {"prometheus.yml", &texts.prometheus},
                                   {"alertmanager.yml", &texts.alertmanager}}) {
    const std::size_t mark = text->find("@@");
    if (mark == text->npos) continue;
    text->erase(mark, 2);
    const std::size_t line_begin = text->rfind('\n', mark) + 1;
    const auto line = 1 + std::count(text->begin(), text->begin() + static_cast<long>(mark), '\n');
    expected.push_back(
        to_string(Position{name, static_cast<int>(line), static_cast<int>(mark - line_begin) + 1}));
  }
  ASSERT_EQ(expected.size(), 1u);
  EXPECT_EQ(monitoring_found(rule, texts), expected)
      << rule << "\n"
      << texts.rules << texts.prometheus << texts.alertmanager;
}

/// A near miss.
inline void monitoring_is_quiet(const std::string& rule, const MonitoringCase& texts) {
  EXPECT_EQ(monitoring_found(rule, texts), std::vector<std::string>{})
      << rule << "\n"
      << texts.rules << texts.prometheus << texts.alertmanager;
}

/// A rule file with one alert; `more`: its further keys, each after six spaces.
inline std::string alert(const std::string& expr, const std::string& more = "",
                         const std::string& name = "A") {
  return "groups:\n  - name: g\n    rules:\n      - alert: " + name + "\n        expr: " + expr +
         "\n" + (more.empty() ? "" : "        " + more + "\n");
}

}  // namespace misfire
