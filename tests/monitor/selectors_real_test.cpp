// What the rules read and nobody exposes, asked of the real Prometheus.
#include "monitor/selectors.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>

#include "prometheus_process.hpp"
#include "scratch_folder.hpp"
#include "tiny_exporter.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Instant now() {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

class Scraped : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_.write("prometheus.yml", fmt::format(R"(
global: {{scrape_interval: 200ms, scrape_timeout: 200ms}}
scrape_configs:
- {{job_name: lb, static_configs: [{{targets: ['{}']}}]}}
)",
                                                to_string(exporter_.endpoint())));
    prometheus_.emplace(
        at_, folder_.path,
        std::vector<std::string>{"--config.file=prometheus.yml", "--storage.tsdb.path=data",
                                 "--scrape.discovery-reload-interval=100ms",
                                 "--web.listen-address=" + to_string(at_)});
    ASSERT_TRUE(prometheus_->ready());
    SystemClock clock;
    const auto scraped = wait_for(clock, "a scrape", 60s, [&]() -> Result<bool> {
      return !std::isnan(prometheus_->value("count(haproxy_server_weight)"));
    });
    ASSERT_TRUE(scraped) << to_string(scraped.error());
  }

  std::vector<std::string> missing(const std::vector<std::string>& selectors) {
    const auto found = without_series(at_, selectors, start_, now(), 10s);
    EXPECT_TRUE(found) << to_string(found.error());
    return found.value_or(std::vector<std::string>{"an error"});
  }
  NoSeries there(const std::string& selector) {
    const auto fact = what_is_there(at_, selector, start_, now(), 10s);
    EXPECT_TRUE(fact) << to_string(fact.error());
    return fact.value_or(NoSeries{});
  }

  const Instant start_ = now();
  TinyExporter exporter_{[] {
    return R"(haproxy_server_weight{server="a",proxy="auth"} 1
haproxy_server_weight{server="b",proxy="auth"} 1
haproxy_server_weight{server="a",proxy="other"} 1
logins_total{outcome="ok"} 5
logins_total{outcome="denied"} 1
)";
  }};
  const Endpoint at_{"127.0.0.1", free_port()};
  ScratchFolder folder_;
  std::optional<PrometheusProcess> prometheus_;
};

TEST_F(Scraped, SelectorsWithoutSeriesAreFoundAmongThoseThatHaveSome) {
  EXPECT_THAT(missing({"haproxy_server_weight", R"(logins_total{outcome="boom"})", "up",
                       R"({__name__=~"haproxy_.+"})", "haproxy_server_wieght",
                       R"(logins_total{outcome!~"ok|denied"})", R"({job="lb"})"}),
              ElementsAre(R"(logins_total{outcome="boom"})", "haproxy_server_wieght",
                          R"(logins_total{outcome!~"ok|denied"})"));
  EXPECT_THAT(missing({}), IsEmpty());
}

TEST_F(Scraped, MoreThanOneQuestionHoldsAreAllAnswered) {
  std::vector<std::string> many;
  for (int i = 0; i < 45; ++i) many.push_back(fmt::format(R"(up{{job=~"lb|{}"}})", i));
  many.push_back("gone");
  EXPECT_THAT(missing(many), ElementsAre("gone"));
}

TEST_F(Scraped, AMisspeltOrRenamedMetricHasANearestName) {
  const NoSeries misspelt = there(R"(haproxy_server_wieght{proxy="auth"})");
  EXPECT_FALSE(misspelt.scraped);
  EXPECT_EQ(misspelt.metric, "haproxy_server_wieght");
  EXPECT_EQ(misspelt.nearest, "haproxy_server_weight");
  EXPECT_EQ(there("something_quite_different_seconds").nearest, "");
}

TEST_F(Scraped, ALabelThatNothingHasIsNamedWithTheValuesThatThereAre) {
  const NoSeries code = there(R"(logins_total{job="lb",outcome=~"bo+m"})");
  EXPECT_TRUE(code.scraped);
  EXPECT_EQ(code.missing, R"(outcome=~"bo+m")");
  EXPECT_THAT(code.there, ElementsAre("denied", "ok"));
  const NoSeries label = there(R"(logins_total{region="eu"})");
  EXPECT_EQ(label.missing, R"(region="eu")");
  EXPECT_THAT(label.there, IsEmpty());
}

TEST_F(Scraped, LabelsThatAreThereButNeverTogetherHaveNoCulprit) {
  const NoSeries apart = there(R"(haproxy_server_weight{server="b",proxy="other"})");
  EXPECT_TRUE(apart.scraped);
  EXPECT_EQ(apart.missing, "");
}

TEST_F(Scraped, ANameAmongTheMatchersIsAName) {
  EXPECT_EQ(there(R"({__name__="haproxy_server_wieght"})").nearest, "haproxy_server_weight");
  EXPECT_EQ(there(R"({job="nothing"})").metric, "");
}

}  // namespace
}  // namespace misfire
