// A database's trouble in a whole run of containers: PostgreSQL and its exporter are parts like the
// others. Skipped without a daemon or the images.
#include <gmock/gmock.h>

#include "integration/misfire_program.hpp"
#include "stack/docker/images.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

/// Containers and networks that a run has on the daemon, by its id.
std::size_t left_of(const DockerClient& docker, const std::string& run_id) {
  std::size_t left = 0;
  for (const char* list : {"/containers/json?all=1&", "/networks?"}) {
    const auto there = docker.call("GET", list + label_filter("misfire.owner=" + run_id));
    EXPECT_TRUE(there && there->body.is_array());
    if (there) left += there->body.size();
  }
  return left;
}

TEST(DatabaseInContainers, ItsLockPagesItsTeamAndNothingIsLeft) {
  const auto docker = DockerClient::connect();
  if (!docker) GTEST_SKIP() << to_string(docker.error());
  for (const char* program : {"postgres", "postgres_exporter", "authd", "haproxy"}) {
    const auto image = find_image(*docker, image_for(program));
    if (!image) GTEST_SKIP() << to_string(image.error());
  }
  const Scratch scratch;
  const Said said = misfire_says(
      {"run", library("database/locked-database.toml").string(), "--system",
       (fs::path(kSourceDir) / "fixtures/postgres.toml").string(), "--engine", "docker", "--speed",
       "10", "--json", "--retry-invalid", "2", "--reports", (scratch.path() / "reports").string()});
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_EQ(said.run().at("verdict"), "pass");
  EXPECT_EQ(said.run().at("restoration").at("identical"), true);
  EXPECT_THAT(said.run().at("timeline").dump(), HasSubstr("exclusive locks of the accounts"));
  for (const char* program : {"postgres", "postgres_exporter"}) {
    EXPECT_TRUE(said.run().at("images").contains(image_for(program))) << program;
  }
  EXPECT_EQ(left_of(*docker, said.run().at("run_id")), 0u);
}

}  // namespace
}  // namespace misfire
