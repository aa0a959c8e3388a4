// The scenario library, by the catalogue of all faults.
#include <gtest/gtest.h>

#include <set>

#include "base/files.hpp"
#include "fault/misconfiguration.hpp"
#include "paths.hpp"
#include "scenario/parse.hpp"

namespace misfire {
namespace {

const fs::path kSource = kSourceDir;

std::vector<fs::path> toml_files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  EXPECT_FALSE(files.empty());
  return files;
}

TEST(Library, EveryScenarioParsesAndIsDocumented) {
  std::set<std::string> names;
  for (const fs::path& path : toml_files(kSource / "scenarios")) {
    const auto scenario = read_scenario(path, catalogue());
    ASSERT_TRUE(scenario) << to_string(scenario.error().front());
    EXPECT_FALSE(scenario->about.empty()) << path;
    EXPECT_FALSE(scenario->tags.empty()) << path;
    EXPECT_NE(scenario->title, scenario->name) << path;
    EXPECT_TRUE(names.insert(scenario->name).second) << path << " has another's name";
  }
}

}  // namespace
}  // namespace misfire
