// What counts as a change of an image, and what every recipe in docker/ promises.
#include "stack/docker/image_recipe.hpp"
#include "paths.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>

namespace misfire {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;

class RecipeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "misfire-recipe-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    sources_ = {folder_ / "docker", folder_, folder_ / "fixtures", folder_ / "scenarios"};
    put("docker/haproxy/Dockerfile", "ARG BASE\nFROM ${BASE}\n");
    put("docker/authd/Dockerfile", "FROM scratch\nADD root.tar /\n");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void put(const std::string& name, const std::string& bytes) {
    ASSERT_TRUE(make_folder((folder_ / name).parent_path()));
    ASSERT_TRUE(write_file(folder_ / name, bytes));
  }
  std::string hash(const std::string& kind, const std::string& base = "sha256:1") {
    const auto recipe = read_recipe(*find_kind(kind), sources_);
    EXPECT_TRUE(recipe) << to_string(recipe.error());
    return recipe ? *recipe_hash(*recipe, base) : "";
  }

  fs::path folder_;
  RecipeSources sources_;
};

TEST_F(RecipeTest, TheHashTellsEveryChange) {
  const std::string before = hash("haproxy");
  EXPECT_EQ(hash("haproxy"), before);
  EXPECT_NE(hash("haproxy", "sha256:2"), before);  // the base has changed
  put("docker/haproxy/more.conf", "x");
  const std::string with_file = hash("haproxy");
  EXPECT_NE(with_file, before);
  put("docker/haproxy/more.conf", "y");
  EXPECT_NE(hash("haproxy"), with_file);
  fs::remove(folder_ / "docker/haproxy/more.conf");
  EXPECT_EQ(hash("haproxy"), before);
  put("docker/haproxy/Dockerfile", "ARG BASE\nFROM ${BASE}\nUSER 1\n");
  EXPECT_NE(hash("haproxy"), before);
}

TEST_F(RecipeTest, BesideAnOwnProgramLiesWhatReplacesItsFilesWhileItRuns) {
  fs::copy_file("/proc/self/exe", folder_ / "authd");
  const auto recipe = read_recipe(*find_kind("authd"), sources_);
  ASSERT_TRUE(recipe) << to_string(recipe.error());
  EXPECT_THAT(recipe->own, Contains(Field(&OwnFile::to, "usr/local/bin/mv")));
}

TEST_F(RecipeTest, OwnProgramsCountAndTheBaseDoesNot) {
  fs::copy_file("/proc/self/exe", folder_ / "authd");
  const std::string before = hash("authd", "sha256:1");
  EXPECT_EQ(hash("authd", "sha256:2"), before);
  sources_.programs = folder_ / "other";
  ASSERT_TRUE(make_folder(sources_.programs));
  fs::copy_file("/bin/true", sources_.programs / "authd");
  EXPECT_NE(hash("authd"), before);
}

TEST_F(RecipeTest, SaysWhatIsMissing) {
  const auto program = read_recipe(*find_kind("authd"), sources_);
  ASSERT_FALSE(program);
  EXPECT_THAT(program.error().message, HasSubstr("authd is missing"));
  const auto recipe = read_recipe(*find_kind("nginx"), sources_);
  ASSERT_FALSE(recipe);
  EXPECT_THAT(recipe.error().message, HasSubstr("nginx/Dockerfile"));
}

TEST(Recipes, EveryKindHasOneThatKeepsThePromises) {
  for (const ImageKind& kind : image_kinds()) {
    const auto text = read_file(fs::path(kSourceDir) / "docker" / kind.name / "Dockerfile");
    ASSERT_TRUE(text) << to_string(text.error());
    EXPECT_THAT(*text, HasSubstr("org.opencontainers.image.title=\"misfire/" + kind.name + "\""));
    EXPECT_THAT(*text, HasSubstr("org.opencontainers.image.description="));
    EXPECT_THAT(*text, HasSubstr("\nWORKDIR /misfire\n"));
    // Whoever may use the daemon's socket is root anyway.
    if (kind.name == "misfire") continue;
    EXPECT_THAT(*text, HasSubstr("\nUSER 10001:10001\n"));
  }
}

}  // namespace
}  // namespace misfire
