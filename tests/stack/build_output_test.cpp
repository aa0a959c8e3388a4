// What the daemon says while it builds.
#include "stack/docker/build_output.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kBuild[] =
    "{\"stream\":\"Step 1/3 : ARG BASE\"}\r\n{\"stream\":\"\\n\"}\r\n"
    "{\"stream\":\"Step 2/3 : FROM ${BASE}\"}\r\n{\"stream\":\"\\n\"}\r\n"
    "{\"stream\":\" ---\\u003e aaaaaaaaaaaa\\n\"}\r\n"
    "{\"stream\":\"Step 3/3 : RUN one \\u0026\\u0026     two\"}\r\n{\"stream\":\"\\n\"}\r\n"
    "{\"stream\":\" ---\\u003e Running in bbbbbbbbbbbb\\n\"}\r\n"
    "{\"stream\":\"0%\\r50%\\r100%\\n\\nbe\"}\r\n{\"stream\":\"low\\n\"}\r\n";

TEST(BuildOutput, KnowsStepContainerAndLastLines) {
  BuildOutput output;
  EXPECT_TRUE(output.feed(kBuild));
  EXPECT_EQ(output.step(), 3);
  EXPECT_EQ(output.steps(), 3);
  EXPECT_EQ(output.doing(), "RUN one && two");
  EXPECT_EQ(output.container(), "bbbbbbbbbbbb");
  EXPECT_THAT(output.last_lines(), ElementsAre("100%", "below"));
  EXPECT_FALSE(
      output.feed("{\"stream\":\"Removing intermediate container bbbbbbbbbbbb\\n\"}\n"
                  "{\"stream\":\" ---\\u003e cccccccccccc\\n\"}\n"
                  "{\"aux\":{\"ID\":\"sha256:cccccccccccc00\"}}\n"));
  EXPECT_EQ(output.container(), "");
  EXPECT_EQ(output.image(), "sha256:cccccccccccc00");
  EXPECT_EQ(output.error(), "");
}

TEST(BuildOutput, MayBeCutAnywhere) {
  BuildOutput output;
  for (const char c : std::string(kBuild)) output.feed(std::string(1, c));
  EXPECT_EQ(output.step(), 3);
  EXPECT_THAT(output.last_lines(), ElementsAre("100%", "below"));
}

TEST(BuildOutput, KnowsTheImageThoughItIsAllFromTheCache) {
  BuildOutput output;
  output.feed(
      "{\"stream\":\"Step 2/2 : USER 1\\n\"}\n{\"stream\":\" ---\\u003e Using cache\\n\"}\n"
      "{\"stream\":\" ---\\u003e dddddddddddd\\n\"}\n"
      "{\"stream\":\"Successfully built dddddddddddd\\n\"}\n");
  EXPECT_EQ(output.image(), "dddddddddddd");
}

TEST(BuildOutput, KeepsTheComplaint) {
  BuildOutput output;
  output.feed("{\"errorDetail\":{\"code\":1,\"message\":\"x\"},\"error\":\"returned 1\"}\r\n");
  EXPECT_EQ(output.error(), "returned 1");
}

TEST(BuildOutput, SurvivesWhatIsNoProgress) {
  BuildOutput output;
  output.feed("no json\n[1,2]\n{\"stream\":7,\"aux\":[],\"error\":{}}\n\"text\"\n");
  EXPECT_EQ(output.error(), "");
  EXPECT_THAT(output.last_lines(), IsEmpty());
}

}  // namespace
}  // namespace misfire
