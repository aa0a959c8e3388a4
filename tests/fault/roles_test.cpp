#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fault/misconfiguration.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::size_t> of(const std::string& role, std::size_t pool) {
  const auto servers = servers_of_role(role, pool);
  EXPECT_TRUE(servers) << to_string(servers.error());
  return servers.value_or(std::vector<std::size_t>{});
}

TEST(Roles, NameServersOfThePool) {
  EXPECT_THAT(of("first", 3), ElementsAre(0));
  EXPECT_THAT(of("last", 3), ElementsAre(2));
  EXPECT_THAT(of("others", 3), ElementsAre(1, 2));
  EXPECT_THAT(of("all", 3), ElementsAre(0, 1, 2));
  EXPECT_THAT(of("1", 3), ElementsAre(1));
  EXPECT_THAT(of("last", 1), ElementsAre(0));
}

TEST(Roles, WhatNamesNoServerIsAUsageError) {
  for (const char* role : {"", "3", "-1", "1x", " 1", "99999999999999999999", "frist"}) {
    const auto servers = servers_of_role(role, 3);
    ASSERT_FALSE(servers) << role;
    EXPECT_EQ(servers.error().code, ErrorCode::usage);
  }
  EXPECT_FALSE(servers_of_role("others", 1));
  EXPECT_FALSE(servers_of_role("all", 0));
  EXPECT_THAT(servers_of_role("frist", 3).error().hint, HasSubstr("did you mean \"first\"?"));
}

TEST(FaultCatalogue, DocumentsEveryMisconfiguration) {
  for (const FaultDoc& doc : catalogue()) {
    EXPECT_FALSE(doc.title.empty() || doc.about.empty() || doc.incident.empty()) << doc.name;
    if (doc.stressor) continue;
    for (const ParamSpec& param : doc.params) EXPECT_FALSE(param.about.empty()) << param.name;
  }
  for (const std::string& balancer : balancer_kinds()) {
    for (const Misconfiguration& fault : misconfigurations(balancer)) {
      if (!why_unsupported(balancer, fault.doc.name, {}).empty()) continue;
      EXPECT_NE(fault.edit, nullptr) << balancer << " " << fault.doc.name;
      EXPECT_NE(fault.witness, nullptr) << balancer << " " << fault.doc.name;
    }
  }
  EXPECT_EQ(find_misconfiguration("haproxy", "wieghts"), nullptr);
  EXPECT_EQ(find_misconfiguration("envoy", "weights"), nullptr);
  EXPECT_TRUE(find_misconfiguration("haproxy", "weights")->doc.needs_duration);
  EXPECT_FALSE(find_misconfiguration("haproxy", "reload")->doc.needs_duration);
}

}  // namespace
}  // namespace misfire
