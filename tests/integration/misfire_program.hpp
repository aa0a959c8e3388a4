// Runs the real `misfire` and reads what it says, as a user's CI job would.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "base/process.hpp"
#include "paths.hpp"

namespace misfire {

/// A folder of one test, removed at its end.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "misfire-it-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Scratch() {
    if (!::testing::Test::HasFailure()) {
      std::error_code ignored;
      fs::remove_all(path_, ignored);
    }
  }
  const fs::path& path() const { return path_; }
  /// A copy of the repository's fixtures, to be damaged.
  fs::path fixtures() const {
    fs::copy(fs::path(kSourceDir) / "fixtures", path_ / "fixtures", fs::copy_options::recursive);
    return path_ / "fixtures";
  }

 private:
  fs::path path_;
};

struct Said {
  int exit_code = -1;
  std::string text;      ///< standard error and standard output
  nlohmann::json suite;  ///< with --json; otherwise null
  const nlohmann::json& run() const { return suite.at("runs").at(0); }
  std::string reasons() const {
    std::string all;
    for (const auto& reason : run().at("reasons")) all += reason.get<std::string>() + "\n";
    return all;
  }
};

inline Said misfire_says(std::vector<std::string> args) {
  args.insert(args.begin(), std::string(kBinDir) + "/misfire");
  const auto run = run_tool(args, std::chrono::seconds(500));
  EXPECT_TRUE(run) << to_string(run.error());
  Said said;
  if (!run) return said;
  said.exit_code = run->exit_code;
  said.text = run->output;
  // What is told before may have braces, too, but none is a line of its own.
  const auto at = run->output.starts_with("{\n") ? 0 : run->output.find("\n{\n");
  if (at != std::string::npos) {
    said.suite = nlohmann::json::parse(run->output.substr(at), nullptr, false);
  }
  return said;
}

/// `misfire run SCENARIO --speed N --json`, reports below the scratch folder; again where the
/// machine was too busy for a verdict.
inline Said run_at(int speed, const Scratch& scratch, const fs::path& scenario,
                   const fs::path& system = {}) {
  std::vector<std::string> args{"run",
                                scenario.string(),
                                "--speed",
                                std::to_string(speed),
                                "--json",
                                "--retry-invalid",
                                "2",
                                "--reports",
                                (scratch.path() / "reports").string()};
  if (!system.empty()) {
    args.push_back("--system");
    args.push_back(system.string());
  }
  return misfire_says(args);
}

inline Said run_at_30(const Scratch& scratch, const fs::path& scenario,
                      const fs::path& system = {}) {
  return run_at(30, scratch, scenario, system);
}

/// Replaces text in a file; the test fails when it does not occur.
inline void replace_in(const fs::path& file, const std::string& from, const std::string& to) {
  auto text = read_file(file);
  ASSERT_TRUE(text);
  const auto at = text->find(from);
  ASSERT_NE(at, std::string::npos) << from << " is not in " << file;
  text->replace(at, from.size(), to);
  std::ofstream(file) << *text;
}

inline fs::path library(const std::string& scenario) {
  return fs::path(kSourceDir) / "scenarios" / scenario;
}

/// A file of the scenarios and system whose runs take 15 s.
inline fs::path quick(const std::string& file) {
  return fs::path(kSourceDir) / "tests/trouble/quick" / file;
}

/// `misfire run` over February's outage in short, and its twin.
inline std::vector<std::string> quick_suite(const Scratch& scratch,
                                            const std::vector<std::string>& more) {
  std::vector<std::string> words{"run",
                                 quick("quick.toml").string(),
                                 quick("quick-twin.toml").string(),
                                 "--system",
                                 quick("system.toml").string(),
                                 "--speed",
                                 "25",
                                 "--reports",
                                 (scratch.path() / "reports").string(),
                                 "--json"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace misfire
