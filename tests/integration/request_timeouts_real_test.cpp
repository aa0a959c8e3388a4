// Request timeouts at a speed above 1: logins that only wait for their turn are not cut off.
#include <gmock/gmock.h>

#include "integration/misfire_program.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

/// February's outage at speed 25, in 15 s. Its busy backend makes a login wait for up to 280 ms.
Said run_with_timeout(const Scratch& scratch, const std::string& timeout) {
  const fs::path quick = scratch.path() / "quick";
  fs::copy(fs::path(kSourceDir) / "tests/trouble/quick", quick, fs::copy_options::recursive);
  replace_in(quick / "haproxy.cfg", "timeout server 10s", "timeout server " + timeout);
  return misfire_says({"run", (quick / "quick.toml").string(), "--system",
                       (quick / "system.toml").string(), "--speed", "25", "--retry-invalid", "2",
                       "--reports", (scratch.path() / "reports").string(), "--json"});
}

TEST(RequestTimeouts, KeepTheVerdictThatRealTimeGives) {
  const Scratch scratch;
  const Said said = run_with_timeout(scratch, "5s");
  EXPECT_EQ(said.exit_code, 0) << said.text;
}

TEST(RequestTimeouts, DividedAsTheyAreTheyWouldMakeABusyBackendABrokenOne) {
  const Scratch scratch;
  const Said said = run_with_timeout(scratch, "200ms");  // 5 s / 25
  EXPECT_EQ(said.exit_code, 1) << said.text;
  EXPECT_THAT(said.reasons(), HasSubstr("impact"));
}

}  // namespace
}  // namespace misfire
