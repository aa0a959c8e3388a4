#include "audit/file_kind.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

TEST(FileKind, IsKnownByTheContent) {
  EXPECT_EQ(kind_of("# x\n\nglobal\n  daemon\n"), FileKind::haproxy);
  EXPECT_EQ(kind_of("\tlisten a\r\n"), FileKind::haproxy);
  EXPECT_EQ(kind_of(".if defined(X)\nfrontend f\n.endif\n"), FileKind::haproxy);
  EXPECT_EQ(kind_of("user www;\n"), FileKind::nginx);
  EXPECT_EQ(kind_of("events {}\nhttp {\n}\n"), FileKind::nginx);
  EXPECT_EQ(kind_of("global: {}\nroute: {receiver: x}\n"), FileKind::alertmanager);
  EXPECT_EQ(kind_of("upstream a {\n server b;\n}\n"), FileKind::nginx);
  EXPECT_EQ(kind_of("global:\n  scrape_interval: 15s\nscrape_configs: []\n"), FileKind::prometheus);
  EXPECT_EQ(kind_of("---\nglobal:\n  resolve_timeout: 5m\nroute:\n"), FileKind::alertmanager);
  EXPECT_EQ(kind_of("groups:\n- name: a\n"), FileKind::rules);
  EXPECT_EQ(kind_of("apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\n"),
            FileKind::rules);
  EXPECT_EQ(kind_of("schema = 1\n[balancer] # x\n"), FileKind::system);
}

TEST(FileKind, IsNotGuessed) {
  EXPECT_EQ(kind_of(""), std::nullopt);
  EXPECT_EQ(kind_of("# only a comment\n"), std::nullopt);
  EXPECT_EQ(kind_of("kind: Deployment\nspec:\n  groups: 3\n"), std::nullopt);
  EXPECT_EQ(kind_of("[package]\nname = \"x\"\n"), std::nullopt);
  EXPECT_EQ(kind_of("Dear all,\nthe frontend is slow\n"), std::nullopt);
}

TEST(FileKind, NamesAreReadBack) {
  for (const std::string& name : file_kind_names()) {
    ASSERT_TRUE(file_kind_from(name)) << name;
    EXPECT_EQ(to_string(*file_kind_from(name)), name);
  }
  EXPECT_EQ(file_kind_from("apache"), std::nullopt);
}

}  // namespace
}  // namespace misfire
