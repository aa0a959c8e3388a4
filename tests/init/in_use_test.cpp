#include "init/in_use.hpp"

#include <gmock/gmock.h>

#include "init/scratch_repository.hpp"

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class UseOfFiles : public ScratchRepository {
 protected:
  Deployed program(std::vector<Mount> mounts, std::vector<std::string> words = {}) const {
    Deployed one;
    one.name = "p";
    one.where = {"compose.yaml", 3, 1};
    one.words = std::move(words);
    for (Mount& mount : mounts) mount.from = root_ / mount.from;
    one.mounts = std::move(mounts);
    return one;
  }
  std::vector<std::string> at(const Deployed& one, const std::string& path) const {
    std::vector<std::string> names;
    for (const fs::path& file : files_at(one, path)) names.push_back(short_name(file, root_));
    return names;
  }
};

TEST_F(UseOfFiles, FilesAreWhereTheDeepestMountHasThem) {
  put("p/prometheus.yml", "x");
  put("p/rules/hidden.yml", "x");
  put("r/a.yml", "x");
  put("one.yml", "x");
  const Deployed one = program({{"p", "/etc/prometheus", {}},
                                {"r", "/etc/prometheus/rules", {}},
                                {"one.yml", "/etc/prometheus/rules/one.yml", {}}});
  EXPECT_THAT(at(one, "/etc/prometheus/prometheus.yml"), ElementsAre("p/prometheus.yml"));
  EXPECT_THAT(at(one, "/etc/prometheus/rules/*.yml"), ElementsAre("one.yml", "r/a.yml"));
  EXPECT_THAT(at(one, "/etc/other"), IsEmpty());
  EXPECT_THAT(paths_in(one, root_ / "r/a.yml"), ElementsAre("/etc/prometheus/rules/a.yml"));
}

TEST_F(UseOfFiles, WhatAProgramIsHandedCountsMoreThanWhatItHas) {
  put("p/a.yml", "x");
  put("p/b.yml", "x");
  const auto strength = [&](const std::string& file, std::vector<std::string> words) {
    return use_of(root_ / file, FoundKind::prometheus,
                  {program({{"p", "/etc/prometheus", {}}}, std::move(words))})
        .strength;
  };
  EXPECT_EQ(strength("p/a.yml", {"--config.file=/etc/prometheus/a.yml"}), 4);
  EXPECT_EQ(strength("p/b.yml", {"--config.file=/etc/prometheus/a.yml"}), 3);
  EXPECT_EQ(
      strength("p/a.yml", {"sh", "-c", "exec prometheus --config.file /etc/prometheus/a.yml"}), 4);
  EXPECT_EQ(strength("p/a.yml", {}), 3);
}

TEST_F(UseOfFiles, WithoutAWordTheUsualPlaceIsMeant) {
  put("x.cfg", "x");
  const auto use = use_of(root_ / "x.cfg", FoundKind::haproxy,
                          {program({{"x.cfg", "/usr/local/etc/haproxy/haproxy.cfg", {}}})});
  EXPECT_EQ(use.why, "p of compose.yaml:3 reads it as /usr/local/etc/haproxy/haproxy.cfg");
  EXPECT_EQ(use_of(root_ / "x.cfg", FoundKind::haproxy,
                   {program({{"x.cfg", "/cfg/x.cfg", {}}}, {"-f", "/cfg"})})
                .strength,
            4)
      << "haproxy -f FOLDER";
  EXPECT_EQ(use_of(root_ / "y.cfg", FoundKind::haproxy, {program({})}).strength, 0);
}

}  // namespace
}  // namespace misfire
