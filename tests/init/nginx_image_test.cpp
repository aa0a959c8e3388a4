#include "init/nginx_image.hpp"

#include <gmock/gmock.h>

#include "init/scratch_repository.hpp"

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

class NginxImage : public ScratchRepository {
 protected:
  std::map<std::string, std::string> files(const std::string& image, const std::string& from,
                                           const std::string& to) const {
    Deployed one;
    one.image = image;
    one.environment = {{"PORT", "80"}, {"PORT_TLS", "443"}, {"API_KEY", "hunter2"}};
    one.mounts = {{root_ / from, to, {}}};
    return files_of_nginx_image(one);
  }
};

TEST_F(NginxImage, HasAMainFileThatIncludesWhatIsMounted) {
  put("sites/a.conf", "server {}");
  EXPECT_THAT(files("nginx:1.27", "sites", "/etc/nginx/conf.d"),
              ElementsAre(Pair(kNginxMain, HasSubstr("include /etc/nginx/conf.d/*.conf;"))));
  EXPECT_THAT(files("registry.example/nginxinc/nginx-unprivileged", "sites/a.conf",
                    "/etc/nginx/conf.d/default.conf"),
              testing::SizeIs(1));
}

TEST_F(NginxImage, FillsInItsTemplates) {
  put("t/site.conf.template", "listen $PORT; listen ${PORT_TLS} $PORT_TLS; set $x $host;");
  EXPECT_THAT(files("nginx", "t", "/etc/nginx/templates"),
              testing::Contains(
                  Pair("/etc/nginx/conf.d/site.conf", "listen 80; listen 443 443; set $x $host;")));
}

TEST_F(NginxImage, WritesNoSecretIntoThem) {
  put("t/site.conf.template", "proxy_set_header X-Key $API_KEY;");
  EXPECT_THAT(
      files("nginx", "t", "/etc/nginx/templates"),
      testing::Contains(Pair("/etc/nginx/conf.d/site.conf", "proxy_set_header X-Key withheld;")));
}

TEST_F(NginxImage, IsNothingWithAMainFileOfOnesOwn) {
  put("n/nginx.conf", "http {}");
  put("n/conf.d/a.conf", "server {}");
  EXPECT_THAT(files("nginx", "n", "/etc/nginx"), IsEmpty());
  EXPECT_THAT(files("nginx", "n", "/usr/share/nginx/html"), IsEmpty());
  EXPECT_THAT(files("haproxy", "n/conf.d", "/etc/nginx/conf.d"), IsEmpty());
}

}  // namespace
}  // namespace misfire
