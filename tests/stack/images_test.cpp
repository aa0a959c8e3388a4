// Which image holds which program.
#include "stack/docker/images.hpp"

#include <gmock/gmock.h>

#include <set>

namespace misfire {
namespace {

using ::testing::StartsWith;

TEST(Images, EveryProgramHasOneImage) {
  EXPECT_THAT(image_for("haproxy"), StartsWith("misfire/haproxy:"));
  EXPECT_THAT(image_for("promtool"), StartsWith("misfire/prometheus:"));
  EXPECT_EQ(image_for("prometheus"), image_for("promtool"));
  EXPECT_EQ(image_for("alertmanager"), image_for("amtool"));
  EXPECT_THAT(image_for("misfire-sink"), StartsWith("misfire/sink:"));
  EXPECT_THAT(image_for("blackbox_exporter"), StartsWith("misfire/blackbox:"));
  EXPECT_EQ(image_for("postgres"), image_for("serve-store"));
  EXPECT_THAT(image_for("postgres_exporter"), StartsWith("misfire/postgres-exporter:"));
  EXPECT_THAT(image_for("misfire"), StartsWith("misfire/misfire:"));
  EXPECT_EQ(image_for("toaster"), "");
  std::set<std::string> seen;
  for (const ImageKind& kind : image_kinds()) {
    for (const std::string& program : kind.programs) {
      EXPECT_TRUE(seen.insert(program).second) << program << " is in two images";
    }
  }
}

TEST(Images, AreFoundByName) {
  ASSERT_NE(find_kind("postgres"), nullptr);
  EXPECT_EQ(find_kind("postgres")->name, "postgres");
  EXPECT_EQ(find_kind("postgre"), nullptr);
}

}  // namespace
}  // namespace misfire
