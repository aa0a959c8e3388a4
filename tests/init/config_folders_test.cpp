#include "init/config_folders.hpp"

#include <gmock/gmock.h>

#include "init/guess.hpp"
#include "init/scratch_repository.hpp"

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ConfigFolders : public ScratchRepository {
 protected:
  static constexpr char kDefaults[] = "defaults\n  mode http\n  timeout server 1s\n";
  static constexpr char kFrontend[] = "frontend www\n  bind :80\n  default_backend login\n";
  static constexpr char kBackend[] =
      "backend login\n  server a 10.0.0.1:80\n  server b 10.0.0.2:80\n";

  static std::vector<std::string> pools(const Survey& seen) {
    std::vector<std::string> names;
    for (const FoundFile& file : seen.files) {
      for (const PoolGuess& pool : haproxy_pools(file.text, file.path)) names.push_back(pool.name);
    }
    return names;
  }
};

TEST_F(ConfigFolders, FrontendsAndServersInFilesOfTheirOwnAreOneConfiguration) {
  put("edge/conf.d/00-defaults.cfg", kDefaults);
  put("edge/conf.d/10-www.cfg", kFrontend);
  put("edge/conf.d/20-login.cfg", kBackend);
  EXPECT_THAT(found(), ElementsAre("edge/conf.d"));
  EXPECT_THAT(pools(seen()), ElementsAre("login"));
}

TEST_F(ConfigFolders, DefaultsInAFileOfTheirOwnBelongToTheConfiguration) {
  put("conf.d/00-defaults.cfg", kDefaults);
  put("conf.d/10-login.cfg", std::string(kFrontend) + kBackend);
  EXPECT_THAT(found(), ElementsAre("conf.d"));
}

TEST_F(ConfigFolders, FilesThatStandAloneAreNotJoined) {
  const std::string whole = std::string(kDefaults) + kFrontend + kBackend;
  put("blue.cfg", whole);
  put("green.cfg", whole);
  put("part.cfg", kBackend);
  EXPECT_THAT(found(), ElementsAre("blue.cfg", "green.cfg", "part.cfg"));
}

TEST_F(ConfigFolders, WhatMakesNoConfigurationTogetherStaysAsItIs) {
  put("a/servers.cfg", kBackend);
  put("a/setup.cfg", "[metadata]\nname = a\n");
  put("b/servers.cfg", kBackend);
  put("b/nobody-leads-there.cfg", kDefaults);
  EXPECT_THAT(found(), ElementsAre("a/servers.cfg", "b/servers.cfg"));
}

TEST_F(ConfigFolders, AContainerThatReadsTheFolderSaysSo) {
  put("edge/00-defaults.cfg", kDefaults);
  put("edge/10-www.cfg", kFrontend);
  put("edge/20-login.cfg", kBackend);
  put("compose.yaml",
      "services:\n  edge:\n    image: haproxy\n    command: haproxy -f /etc/haproxy/conf.d\n"
      "    volumes: [\"./edge:/etc/haproxy/conf.d\"]\n");
  const Survey all = seen();
  const auto folders = all.all(FoundKind::haproxy);
  ASSERT_EQ(folders.size(), 1u);
  EXPECT_EQ(short_name(all.final_path(folders[0]->path, root_), root_), "edge");
  EXPECT_THAT(folders[0]->use.why, HasSubstr("reads it as /etc/haproxy/conf.d"));
}

TEST_F(ConfigFolders, FilesOfAConfigMapAreJoinedAsWell) {
  put("k8s.yaml",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: edge }\ndata:\n"
      "  00-defaults.cfg: |\n    defaults\n      timeout server 1s\n"
      "  10-www.cfg: |\n    frontend www\n      bind :80\n      default_backend login\n"
      "  20-login.cfg: |\n    backend login\n      server a 10.0.0.1:80\n");
  const Survey all = seen();
  ASSERT_EQ(all.all(FoundKind::haproxy).size(), 1u);
  EXPECT_THAT(pools(all), ElementsAre("login"));
}

}  // namespace
}  // namespace misfire
