#include <gtest/gtest.h>
#include <stdlib.h>

#include "balancer/balancer.hpp"
#include "base/files.hpp"
#include "base/process.hpp"
#include "base/random.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

// patch(1) is the judge: what the diff says must lead from one text to the other.
TEST(UnifiedDiff, PatchFollowsIt) {
  const auto patch = find_program("patch");
  if (!patch) GTEST_SKIP() << "patch is not installed";
  std::string pattern = (fs::temp_directory_path() / "misfire-diff-XXXXXX").string();
  ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
  const fs::path folder = pattern;
  Random random(3, "diff");
  for (int round = 0; round < 40; ++round) {
    std::string before, after;
    for (int line = 0; line < 60; ++line) {
      const std::string text = "line " + std::to_string(random.below(12)) + "\n";
      const auto what = random.below(12);
      if (what != 0) before += text;
      if (what != 1) after += what == 2 ? "changed\n" : text;
    }
    if (round % 3 == 0) after.pop_back();
    ASSERT_TRUE(write_file(folder / "text", before));
    ASSERT_TRUE(write_file(folder / "diff", unified_diff(before, after, "text")));
    if (before != after) {
      const auto run =
          run_tool({patch->string(), "-s", "--fuzz=0", "-i", "diff", "text"}, 10s, folder);
      ASSERT_TRUE(run && run->exit_code == 0) << (run ? run->output : run.error().message);
    }
    ASSERT_EQ(*read_file(folder / "text"), after);
  }
  fs::remove_all(folder);
}

}  // namespace
}  // namespace misfire
