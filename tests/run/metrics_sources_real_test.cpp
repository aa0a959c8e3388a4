// What monitoring is to read of nginx and nginx would not give is told before anything starts.
#include "run/metrics_sources.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "base/temporary_folder.hpp"
#include "paths.hpp"
#include "run/exporters.hpp"
#include "stack/address.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

class MetricsSources : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::copy(fs::path(kSourceDir) / "fixtures", fixtures(), fs::copy_options::recursive);
    options_.scenario = fs::path(kSourceDir) / "scenarios/weights/feb-18.toml";
    options_.system = fixtures() / "nginx.toml";
  }

  fs::path fixtures() const { return folder_.path() / "fixtures"; }

  void edit(const std::string& file, const std::string& from, const std::string& to) {
    auto text = read_file(fixtures() / file);
    ASSERT_TRUE(text);
    const auto at = text->find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text->replace(at, from.size(), to);
    std::ofstream(fixtures() / file) << *text;
  }

  std::string mistakes() {
    auto in = read_inputs(options_);
    const auto out =
        in ? prepare(*in, [](const std::string&, int port) { return nominal_address(port); })
           : Checked<Prepared>(tl::unexpected(in.error()));
    std::string all;
    if (out) return all;
    for (const Error& error : out.error()) {
      EXPECT_EQ(error.code, ErrorCode::usage) << to_string(error);
      all += to_string(error) + "\n";
    }
    return all;
  }

  TemporaryFolder folder_ = TemporaryFolder::make("sources").value();
  RunOptions options_;
};

TEST_F(MetricsSources, OfTheFixturesAreThere) {
  EXPECT_EQ(mistakes(), "");
}

TEST_F(MetricsSources, AnExporterNeedsAStubStatusAtAPath) {
  edit("lb/nginx.conf", "location = /stub_status {", "location ~ ^/stub_status$ {");
  EXPECT_THAT(mistakes(), HasSubstr("nginx.toml:17:18: the job \"nginx\" is the balancer's, but no "
                                    "location of"));
  edit("lb/nginx.conf", "            stub_status;\n", "            return 200;\n");
  EXPECT_THAT(mistakes(), HasSubstr("with a plain path has stub_status"));
}

TEST_F(MetricsSources, MtailNeedsAnAccessLog) {
  edit("lb/nginx.conf", "access_log /var/log/nginx/access.log login;", "access_log off;");
  EXPECT_THAT(mistakes(), HasSubstr("nginx.toml:15:9: mtail has nothing to read"));
}

TEST_F(MetricsSources, MetricsThatNobodyScrapesCannotBeMissed) {
  edit("nginx.toml", "nginx = \"balancer\", ", "nginx = \"store\", ");
  options_.scenario = folder_.path() / "faults.toml";
  std::ofstream(options_.scenario)
      << "schema = 1\nname = \"x\"\n[load]\nrate = \"50%\"\n[[fault]]\ninject = "
         "\"metrics-gone\"\n[[expect.quiet]]\n";
  EXPECT_THAT(mistakes(),
              HasSubstr("faults.toml:5:1: the fault \"metrics-gone\" takes away metrics "
                        "that nobody scrapes"));
}

TEST(ExporterScrape, IsReadWithOrWithoutLabels) {
  const auto up = [](const std::string& body) {
    const auto told = scrape_told(body);
    return !told ? "?" : told->up ? "up" : told->error;
  };
  const std::string before = "# HELP nginx_up Status\n# TYPE nginx_up gauge\nnginx_upstreams 1\n";
  EXPECT_EQ(up(before + "nginx_up 1\n"), "up");
  EXPECT_EQ(up(before + "nginx_up 0\nx 1\n"), "its exporter says nginx_up 0");
  EXPECT_EQ(up(before + "nginx_up{env=\"prod} 0\",x=\"y\"} 1"), "up");
  EXPECT_EQ(up("nginx_up{env=\"prod\"} 0\n"), "its exporter says nginx_up 0");
  EXPECT_EQ(up(before), "?");
  EXPECT_EQ(up("nginx_up{"), "?");
  EXPECT_EQ(up(""), "?");
}

}  // namespace
}  // namespace misfire
