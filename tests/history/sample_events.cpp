#include "history/sample_events.hpp"

namespace misfire {

std::vector<Event> one_of_each_kind() {
  const Labels labels{
      {"alertname", "LoginFailureRatioHigh"}, {"severity", "page"}, {"ü", "\"\\\n"}};
  Notified notified;
  notified.receiver = "auth-oncall";
  notified.integration = "slack";
  notified.index = 2;
  notified.observer = true;
  notified.resolved = true;
  notified.group_key = R"({}:{alertname="X"})";
  notified.alerts = {{labels, true}, {{}, false}};
  notified.excerpt = "🔥 logins fail";
  const std::vector<Fact> facts{
      RunBegan{"20261124-1", "feb-18", 29.97, 18'446'744'073'709'551'615u, "89abcdef", 2},
      PhaseBegan{Phase::recovery, "every expectation is decided"},
      PartReady{"auth1", 0.1},
      PartExited{"haproxy", -1, 9, true},
      LoadTick{101, 30, 99, 1.25, {20, 0, 51}, 300, 298},
      ProcessorTick{{{"auth1", 0}, {"balancer", 130}}},
      FaultInjected{"skew", "weights", "reload",
                    "-  server a weight 100\n+  server a weight 200\n"},
      FaultReverted{"skew", "its time is over"},
      FaultWitnessed{"skew", true, {"auth1 has 80 % of the logins", ""}},
      AlertChanged{labels, AlertPhase::firing},
      AlertSent{labels, true},
      notified,
      DeliveryFailed{"network-oncall", "email", "rendering", "template: x:1: unexpected \"}\""},
      PastFilled{model_seconds(3600.5), 12, 480'000},
      NoSeries{Phase::collect, "up{job=\"x\"}", "up", true, "u", "job=\"x\"", {"a", ""}},
      RestorationChecked{true, {"weight of auth1: 200 instead of 100"}},
      Collected{{{"auth auth1", 69, 70}}, {{"a;b", 3, 4}, {"a;c", 5, 6}}, 9, 4, 5},
      Trouble{"a part died"},
      Doubt{"`sink` answered late"},
      RunEnded{}};
  std::vector<Event> events;
  for (const Fact& fact : facts) {
    const auto n = static_cast<std::int64_t>(events.size());
    events.push_back({from_nanos(1'700'000'000'123'456'789 + n), from_nanos(-n), fact});
  }
  return events;
}

}  // namespace misfire
