#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "monitor/monitor_fixture.hpp"
#include "monitor/prometheus_process.hpp"
#include "monitor/scratch_folder.hpp"
#include "monitor/tiny_exporter.hpp"

namespace misfire {
namespace {

using testing::Contains;
using testing::HasSubstr;

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
  EXPECT_THAT(blackbox.requests(), Contains(HasSubstr("/probe?module=login&target=http")));

  // The Watchdog reaches the Alertmanager and the sink.
  const auto sent = wait_for(clock, "alerts", std::chrono::seconds(60), [&]() -> Result<bool> {
    return !alertmanager.requests().empty() && !sink.requests().empty();
  });
  EXPECT_TRUE(sent);
  EXPECT_THAT(sink.requests(), Contains(HasSubstr("POST /api/v2/alerts")));
}

}  // namespace
}  // namespace misfire
