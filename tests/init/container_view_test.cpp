#include "init/container_view.hpp"

#include <gmock/gmock.h>

#include "init/scratch_repository.hpp"

namespace misfire {
namespace {

using testing::ElementsAre;

class ContainerView : public ScratchRepository {
 protected:
  /// "place → file", or "none" where no view is needed.
  std::vector<std::string> view(const std::string& path, const std::string& file,
                                std::vector<Mount> mounts) const {
    Deployed one;
    for (Mount& mount : mounts) mount.from = root_ / mount.from;
    one.mounts = std::move(mounts);
    const auto links = container_view(one, path, root_ / file, *read_file(root_ / file), "v");
    if (!links) return {"none"};
    std::vector<std::string> texts;
    for (const auto& [place, to] : *links) texts.push_back(place + " → " + short_name(to, root_));
    return texts;
  }
};

TEST_F(ContainerView, IsNotNeededWhereTheRepositoryIsLaidOutLikeTheContainer) {
  put("nginx/nginx.conf", "http { include /etc/nginx/conf.d/*.conf; include mime.types; }");
  put("nginx/conf.d/a.conf", "server { root /srv/www; }");
  put("www/index.html", "x");
  EXPECT_THAT(view("/etc/nginx/nginx.conf", "nginx/nginx.conf",
                   {{"nginx/nginx.conf", "/etc/nginx/nginx.conf", {}},
                    {"nginx/conf.d", "/etc/nginx/conf.d", {}},
                    {"www", "/srv/www", {}}}),
              ElementsAre("none"));
}

TEST_F(ContainerView, HasWhatTheConfigurationNamesWhereItIsInTheContainer) {
  put("lb.conf", "http { include conf.d/*.conf; }");
  put("sites/a.conf", "include /opt/snippets/s.conf;");
  put("parts/s.conf", "x");
  put("data/unused.txt", "x");
  EXPECT_THAT(view("/etc/nginx/nginx.conf", "lb.conf",
                   {{"lb.conf", "/etc/nginx/nginx.conf", {}},
                    {"sites", "/etc/nginx/conf.d", {}},
                    {"parts/s.conf", "/opt/snippets/s.conf", {}},
                    {"data", "/var/lib", {}}}),
              ElementsAre("v/etc/nginx/conf.d → sites", "v/etc/nginx/nginx.conf → lb.conf",
                          "v/etc/nginx/opt/snippets/s.conf → parts/s.conf"))
      << "what lies elsewhere is looked for beside the configuration";
}

TEST_F(ContainerView, AMountWithinAMountTakesTheFolderApart) {
  put("p/prometheus.yml", "rule_files: [rules/*.yml]");
  put("p/other.yml", "x");
  put("alerts/a.yml", "x");
  EXPECT_THAT(view("/etc/prometheus/prometheus.yml", "p/prometheus.yml",
                   {{"alerts", "/etc/prometheus/rules", {}}, {"p", "/etc/prometheus", {}}}),
              ElementsAre("v/etc/prometheus/other.yml → p/other.yml",
                          "v/etc/prometheus/prometheus.yml → p/prometheus.yml",
                          "v/etc/prometheus/rules → alerts"));
}

TEST_F(ContainerView, NoLinkLiesBelowAnother) {
  put("a/x/one", "1");
  put("a/y", "2");
  put("b/two", "3");
  Links links;
  add_link(links, "v/d/x/deep", root_ / "b");
  add_link(links, "v/d", root_ / "a");
  EXPECT_THAT(links, ElementsAre(testing::Pair("v/d/x/deep", root_ / "b"),
                                 testing::Pair("v/d/x/one", root_ / "a/x/one"),
                                 testing::Pair("v/d/y", root_ / "a/y")));
}

}  // namespace
}  // namespace misfire
