#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>

#include "monitor/monitor_fixture.hpp"
#include "monitor/prometheus_process.hpp"
#include "monitor/scratch_folder.hpp"
#include "monitor/tiny_exporter.hpp"

namespace misfire {
namespace {

using testing::Contains;
using testing::HasSubstr;
using namespace std::chrono_literals;

std::string some_metrics() {
  return "haproxy_process_uptime_seconds 5\nauth_logins_total{outcome=\"ok\"} 1\nprobe_success 1\n";
}

TEST(PrometheusReal, ScrapesTheStackUnderTheUsersNames) {
  TinyExporter balancer(some_metrics), auth1(some_metrics), auth2(some_metrics),
      auth3(some_metrics), blackbox(some_metrics), sink(some_metrics), alertmanager(some_metrics);
  MonitoringAddresses addresses = fixture_addresses();
  addresses.balancer_metrics = balancer.endpoint();
  addresses.backends = {auth1.endpoint(), auth2.endpoint(), auth3.endpoint()};
  addresses.blackbox = blackbox.endpoint();
  addresses.alertmanager = alertmanager.endpoint();
  addresses.sink = sink.endpoint();
  addresses.prometheus = {"127.0.0.1", free_port()};

  const auto rendered = render_prometheus(fixture_system(), addresses, 30, model_seconds(180));
  ASSERT_TRUE(rendered);
  const ScratchFolder folder;
  for (const auto& [name, bytes] : rendered->files) folder.write(name, bytes);
  const PrometheusProcess prometheus(addresses.prometheus, folder.path, rendered->flags);
  ASSERT_TRUE(prometheus.ready()) << prometheus.log();

  SystemClock clock;
  const auto scraped =
      wait_for(clock, "five targets", std::chrono::seconds(60),
               [&]() -> Result<bool> { return prometheus.value("count(up == 1)") == 5; });
  ASSERT_TRUE(scraped) << prometheus.api("targets").dump(1);
  std::map<std::string, std::string> url_of;
  const auto targets = prometheus.api("targets?state=active");
  for (const auto& target : targets["activeTargets"]) {
    url_of[target["labels"]["instance"]] = target["scrapeUrl"];
  }
  const auto metrics = [](const Endpoint& e) { return "http://" + to_string(e) + "/metrics"; };
  EXPECT_EQ(url_of.size(), 5u);
  EXPECT_EQ(url_of["lb1.internal:8405"], metrics(balancer.endpoint()));
  EXPECT_EQ(url_of["auth1.internal:9001"], metrics(auth1.endpoint()));
  EXPECT_EQ(url_of["auth3.internal:9003"], metrics(auth3.endpoint()));
  EXPECT_THAT(url_of["http://login.example.com/login"],
              HasSubstr("target=" + url_encode("http://" + to_string(addresses.entry) + "/login")));
  EXPECT_THAT(blackbox.requests(),
              Contains(HasSubstr("/probe?hostname=login.example.com&module=login&target=http")));

  // The Watchdog reaches the Alertmanager and the sink.
  const auto sent = wait_for(clock, "alerts", std::chrono::seconds(60), [&]() -> Result<bool> {
    return !alertmanager.requests().empty() && !sink.requests().empty();
  });
  EXPECT_TRUE(sent);
  EXPECT_THAT(sink.requests(), Contains(HasSubstr("POST /api/v2/alerts")));
}

/// When the targets are scraped, in thousandths of the interval after its begin, one each, by
/// instance.
std::map<std::string, int> scrape_phases(const PrometheusProcess& prometheus, Duration interval) {
  std::map<std::string, int> phases;
  const auto answer = prometheus.api("query?query=up[1m]");
  for (const auto& series : answer["result"]) {
    const double at = series["values"].back()[0];
    const double intervals = at / to_seconds(interval);
    phases[series["metric"]["instance"]] =
        static_cast<int>(1000 * (intervals - std::floor(intervals)));
  }
  return phases;
}

TEST(PrometheusReal, AnotherPhaseMovesTheScrapes) {
  TinyExporter target(some_metrics), alertmanager(some_metrics);
  MonitoringAddresses addresses = fixture_addresses();
  addresses.balancer_metrics = addresses.blackbox = target.endpoint();
  addresses.backends = {target.endpoint(), target.endpoint(), target.endpoint()};
  addresses.alertmanager = addresses.sink = alertmanager.endpoint();
  struct Running {
    ScratchFolder folder;
    std::unique_ptr<PrometheusProcess> prometheus;
  };
  std::array<Running, 2> running;
  for (std::size_t phase = 0; phase < running.size(); ++phase) {
    addresses.prometheus = {"127.0.0.1", free_port()};
    const auto rendered = render_prometheus(fixture_system(), addresses, 30, model_seconds(180),
                                            static_cast<int>(phase));
    ASSERT_TRUE(rendered);
    auto& [folder, prometheus] = running[phase];
    for (const auto& [name, bytes] : rendered->files) folder.write(name, bytes);
    prometheus =
        std::make_unique<PrometheusProcess>(addresses.prometheus, folder.path, rendered->flags);
  }
  std::array<std::map<std::string, int>, 2> phases;
  SystemClock clock;
  for (std::size_t phase = 0; phase < running.size(); ++phase) {
    const auto& [folder, prometheus] = running[phase];
    ASSERT_TRUE(prometheus->ready()) << prometheus->log();
    const auto scraped = wait_for(
        clock, "targets", 60s,
        [&, p = prometheus.get()]() -> Result<bool> { return p->value("count(up == 1)") == 5; });
    ASSERT_TRUE(scraped) << prometheus->log();
    phases[phase] = scrape_phases(*prometheus, 500ms);
  }
  EXPECT_EQ(phases[0].size(), 5u);
  int moved = 0;
  for (const auto& [instance, at] : phases[0]) moved += std::abs(phases[1][instance] - at) > 50;
  // Of five, none is where it was once in ten thousand times. (A late scrape moves one, too.)
  EXPECT_GE(moved, 1);
}

}  // namespace
}  // namespace misfire
