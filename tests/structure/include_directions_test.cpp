// Who may include whom: cli → mutate → replay → run → {report, fault, load, monitor}; report →
// judge; fault → {balancer, monitor} → stack; cli → watch → audit → {balancer, monitor}; cli → init
// → {balancer, monitor}; everything may use plan → scenario → history → base.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

#include "base/files.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

const std::map<std::string, std::set<std::string>> kMayUse{
    {"base", {}},
    {"history", {"base"}},
    {"scenario", {"base", "history"}},
    {"plan", {"base", "history", "scenario"}},
    {"stack", {"base", "history", "scenario", "plan"}},
    {"balancer", {"base", "history", "scenario", "plan", "stack"}},
    {"monitor", {"base", "history", "scenario", "plan", "stack"}},
    {"load", {"base", "history", "scenario", "plan"}},
    {"fault", {"base", "history", "scenario", "plan", "stack", "balancer", "monitor"}},
    {"audit", {"base", "history", "scenario", "plan", "stack", "balancer", "monitor"}},
    {"init", {"base", "history", "scenario", "plan", "stack", "balancer", "monitor"}},
    {"watch", {"base", "history", "scenario", "plan", "stack", "balancer", "monitor", "audit"}},
    {"judge", {"base", "history", "scenario", "plan"}},
    {"report", {"base", "history", "scenario", "plan", "judge"}},
    {"run",
     {"base", "history", "scenario", "plan", "stack", "balancer", "monitor", "load", "fault",
      "judge", "report"}},
    {"replay",
     {"base", "history", "scenario", "plan", "stack", "monitor", "judge", "report", "run"}},
    {"mutate",
     {"base", "history", "scenario", "plan", "stack", "monitor", "fault", "judge", "report", "run",
      "replay"}},
    {"cli",
     {"base", "history", "scenario", "plan", "stack", "balancer", "monitor", "load", "fault",
      "judge", "report", "run", "replay", "mutate", "audit", "init", "watch"}},
};

std::vector<std::string> wrong_includes(const std::string& folder, const std::string& text) {
  static const std::regex include(R"(#include\s+"([a-z_]+)/)");
  std::vector<std::string> wrong;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), include);
       it != std::sregex_iterator(); ++it) {
    const std::string target = (*it)[1];
    if (target != folder && kMayUse.at(folder).count(target) == 0) wrong.push_back(target);
  }
  return wrong;
}

TEST(IncludeDirections, HoldInEveryFile) {
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(kSourceDir) / "harness")) {
    const fs::path path = entry.path();
    if (path.extension() != ".hpp" && path.extension() != ".cpp") continue;
    const std::string folder =
        fs::relative(path, fs::path(kSourceDir) / "harness").begin()->string();
    ASSERT_EQ(kMayUse.count(folder), 1u) << "a folder without a place in the order: " << folder;
    const auto text = read_file(path);
    ASSERT_TRUE(text);
    for (const std::string& target : wrong_includes(folder, *text)) {
      ADD_FAILURE() << path << " may not include from " << target;
    }
    ++files;
  }
  EXPECT_GT(files, 50);
}

TEST(IncludeDirections, TheCheckSeesAWrongOne) {
  EXPECT_EQ(wrong_includes("judge", "#include \"stack/engine.hpp\"\n"),
            std::vector<std::string>{"stack"});
  EXPECT_TRUE(wrong_includes("report", "#include \"judge/judgement.hpp\"\n").empty());
}

}  // namespace
}  // namespace misfire
