#include "replay/routing_tree.hpp"

#include <gmock/gmock.h>

#include "model_builder.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;

TEST(RoutingTree, AnAlertEndsWhereAlertmanagerWouldTakeIt) {
  RoutingNode root = node("default");
  root.routes = {node("pages", {is("severity", "page")}), node("auth", {is("team", "auth")})};
  root.routes[0].goes_on = true;
  root.routes[0].routes = {node("db", {is("team", "db")})};
  const auto receivers = [&](const Labels& labels) {
    std::vector<std::string> all;
    for (const RouteEnd& end : ends_of(root, labels)) all.push_back(end.node->receiver);
    return all;
  };
  EXPECT_THAT(receivers({{"severity", "page"}, {"team", "auth"}}), ElementsAre("pages", "auth"));
  EXPECT_THAT(receivers({{"severity", "page"}, {"team", "db"}}), ElementsAre("db"));
  EXPECT_THAT(receivers({{"team", "auth"}}), ElementsAre("auth"));
  EXPECT_THAT(receivers({{"team", "db"}}), ElementsAre("default"));
}

}  // namespace
}  // namespace misfire
