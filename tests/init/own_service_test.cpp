#include "init/own_service.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::Pair;

PoolGuess pool(const std::vector<std::string>& addresses) {
  PoolGuess made;
  for (const std::string& address : addresses) made.servers.push_back({"s", address, 8080, {}, {}});
  return made;
}

Deployed program(const std::string& name, const std::string& image,
                 std::vector<std::string> names = {}) {
  Deployed one;
  one.name = name;
  one.image = image;
  one.names = std::move(names);
  one.where = {"compose.yaml", 7, 3};
  return one;
}

TEST(OwnService, IsWhatTheServersAreCalled) {
  const auto own = own_service(pool({"a", "b"}), {program("a", "auth:1"), program("b", "auth:1")});
  ASSERT_TRUE(own);
  EXPECT_THAT(own->names, ElementsAre("a", "b"));
  EXPECT_EQ(own->image, "auth:1");
  EXPECT_EQ(own->port, 8080);
  EXPECT_EQ(own->where, "compose.yaml:7");
}

TEST(OwnService, IsFoundByAliasesServicesAndPods) {
  EXPECT_TRUE(own_service(pool({"www"}), {program("a", "i", {"www"})}));
  EXPECT_TRUE(own_service(pool({"auth-0.auth.ns.svc", "auth-12.auth"}), {program("auth", "i")}));
  EXPECT_FALSE(own_service(pool({"a", "10.0.0.1"}), {program("a", "i")})) << "one is not known";
  EXPECT_FALSE(own_service(pool({}), {program("a", "i")}));
  EXPECT_FALSE(own_service(pool({"10.0.0.1"}), {program("", "i")}));
}

TEST(UsedVariables, AreThoseThatTheConfigurationNames) {
  Deployed lb = program("lb", "haproxy");
  lb.environment = {{"MAXCONN", "100"},
                    {"MAX", "1"},
                    {"UNUSED", "x"},
                    {"STATS_PASSWORD", "hunter2"},
                    {"UPSTREAM", "http://u:p@h/"}};
  const auto used = used_variables(
      "maxconn \"${MAXCONN}\"\nbind \":$MAX\"\nstats auth \"a:$STATS_PASSWORD\" $UPSTREAM", lb);
  EXPECT_THAT(used.given, ElementsAre(Pair("MAX", "1"), Pair("MAXCONN", "100")));
  EXPECT_THAT(used.withheld, ElementsAre("STATS_PASSWORD", "UPSTREAM"));
}

}  // namespace
}  // namespace misfire
