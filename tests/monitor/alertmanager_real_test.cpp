// The rendered fixtures in the real Alertmanager, with the sink in this process: who is reached,
// and what is said when somebody cannot be.
#include <gmock/gmock.h>

#include <set>

#include "alertmanager_fixture.hpp"
#include "base/wait.hpp"
#include "monitor/check_files.hpp"
#include "monitor/read_back.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr double kSpeed = 100;  // a group_wait of 30 s takes 0.3 s

fs::path fixture(const std::string& name) {
  return fs::path(kSourceDir) / "fixtures/monitoring" / name;
}

/// One Alertmanager, its sink and what arrived.
class Monitoring {
 public:
  explicit Monitoring(const fs::path& config, const Endpoint* elsewhere = nullptr) {
    MonitoringAddresses addresses;
    addresses.alertmanager = port_.endpoint();
    addresses.sink = elsewhere != nullptr ? *elsewhere : sink_.http();
    addresses.sink_smtp = sink_.smtp();
    auto rendered = render_alertmanager(system_with(config), addresses, kSpeed, "Tue 14:00 UTC");
    if (!rendered) {
      ADD_FAILURE() << text_of(rendered.error());
      return;
    }
    const auto approved = check_alertmanager(rendered->files, find_program("amtool").value());
    EXPECT_TRUE(approved) << to_string(approved.error().front());
    alertmanager_.emplace(*rendered, port_.endpoint());
  }

  RunningAlertmanager& alertmanager() { return *alertmanager_; }

  /// Waits until `done`, collecting what arrives.
  void wait(std::string_view what, const std::function<bool()>& done) {
    SystemClock clock;
    const auto waited = wait_for(clock, what, 60s, [&]() -> Result<bool> {
      auto events = reader_.pull(10s);
      if (!events) return tl::unexpected(events.error());
      for (Event& event : *events) {
        if (auto* fact = std::get_if<Notified>(&event.fact)) notified_.push_back(std::move(*fact));
      }
      return done();
    });
    EXPECT_TRUE(waited) << to_string(waited.error()) << "\n" << alertmanager().log();
  }

  /// "receiver/integration: alert [resolved]" of every notification that reached somebody.
  std::set<std::string> reached() const {
    std::set<std::string> lines;
    for (const Notified& n : notified_) {
      if (n.observer) continue;
      std::string line = n.receiver + "/" + n.integration + ":";
      for (const auto& alert : n.alerts) {
        line += " " + alert.labels.at("alertname") + (alert.resolved ? " resolved" : "");
      }
      lines.insert(line);
    }
    return lines;
  }
  std::size_t observed() const {
    std::size_t n = 0;
    for (const Notified& one : notified_) n += one.observer ? 1 : 0;
    return n;
  }
  const std::vector<Notified>& notified() const { return notified_; }

 private:
  SinkThread sink_;
  HeldPort port_;
  SinkReader reader_{sink_.http()};
  std::vector<Notified> notified_;
  std::optional<RunningAlertmanager> alertmanager_;
};

/// Begins now, so that group_wait passes first, as inhibition needs; or ended long ago.
std::string alert(const std::string& name, const std::string& team, const std::string& severity,
                  bool resolved = false) {
  return fmt::format(
      R"({{"labels":{{"alertname":"{}","team":"{}","severity":"{}","proxy":"auth"}},)"
      R"("annotations":{{"summary":"{} is wrong"}}{}}})",
      name, team, severity, name,
      resolved ? R"(,"startsAt":"2020-01-01T00:00:00Z","endsAt":"2020-01-01T00:01:00Z")" : "");
}

TEST(RealAlertmanager, EveryKindOfIntegrationReachesTheRightReceiver) {
  Monitoring monitoring(fixture("alertmanager.yml"));
  monitoring.alertmanager().post(
      "[" + alert("Symptom", "auth", "page") + "," + alert("Cause", "network", "page") + "," +
      alert("Backlog", "auth", "ticket") + "," + alert("Stray", "atuh", "page") + "," +
      alert("Watchdog", "monitoring", "none") + "]");
  monitoring.wait("six notifications", [&] { return monitoring.reached().size() >= 6; });
  EXPECT_THAT(monitoring.reached(),
              UnorderedElementsAre("auth-oncall/pagerduty: Symptom", "auth-oncall/slack: Symptom",
                                   "network-oncall/slack: Cause", "auth-tickets/webhook: Backlog",
                                   "default/email: Stray", "deadman/webhook: Watchdog"));
  for (const Notified& n : monitoring.notified()) {
    if (n.integration == "slack" && n.receiver == "network-oncall") {
      EXPECT_THAT(n.excerpt, HasSubstr("[FIRING:1] Cause (page) *Cause is wrong*"));
    }
    if (n.integration == "pagerduty") {
      EXPECT_EQ(n.excerpt, "Symptom: Symptom is wrong");
    }
    EXPECT_FALSE(n.resolved);
    EXPECT_FALSE(n.group_key.empty());
  }
  EXPECT_THAT(read_delivery_failures(monitoring.alertmanager().log()), IsEmpty());
}

TEST(RealAlertmanager, ResolutionIsToldToWhoeverWantsIt) {
  Monitoring monitoring(fixture("alertmanager.yml"));
  monitoring.alertmanager().post("[" + alert("Symptom", "auth", "page") + "]");
  monitoring.wait("the page", [&] { return monitoring.reached().size() >= 2; });
  monitoring.alertmanager().post("[" + alert("Symptom", "auth", "page", true) + "]");
  monitoring.wait("its end", [&] { return monitoring.reached().size() >= 4; });
  EXPECT_THAT(monitoring.reached(),
              UnorderedElementsAre("auth-oncall/pagerduty: Symptom", "auth-oncall/slack: Symptom",
                                   "auth-oncall/pagerduty: Symptom resolved",
                                   "auth-oncall/slack: Symptom resolved"));
}

TEST(RealAlertmanager, InhibitionStaysTheUsers) {
  Monitoring monitoring(fixture("alertmanager.yml"));
  monitoring.alertmanager().post("[" + alert("BackendDown", "network", "page") + "," +
                                 alert("TrafficImbalance", "network", "page") + "," +
                                 alert("Later", "database", "page") + "]");
  monitoring.wait("both pages", [&] { return monitoring.reached().size() >= 2; });
  EXPECT_THAT(monitoring.reached(), UnorderedElementsAre("network-oncall/slack: BackendDown",
                                                         "database-oncall/pagerduty: Later"));
}

TEST(RealAlertmanager, ABlackHoleIsSeenByItsObserver) {
  Monitoring monitoring(fixture("renamed/alertmanager.yml"));
  monitoring.alertmanager().post("[" + alert("Stray", "nobody", "page") + "," +
                                 alert("Cause", "netops", "page") + "," +
                                 alert("Backlog", "identity", "ticket") + "]");
  monitoring.wait("all three",
                  [&] { return monitoring.reached().size() >= 2 && monitoring.observed() >= 2; });
  EXPECT_THAT(monitoring.reached(), UnorderedElementsAre("netops-pager/slack: Cause",
                                                         "identity-backlog/webhook: Backlog"));
  std::set<std::string> observed;
  for (const Notified& n : monitoring.notified()) {
    if (n.observer) observed.insert(n.receiver);
  }
  EXPECT_THAT(observed, UnorderedElementsAre("catch-all", "netops-pager"));
}

TEST(RealAlertmanager, ATemplateTypoThatAmtoolAcceptsFailsAtRendering) {
  const ScratchFolder folder;
  fs::copy(fixture(""), folder.path / "monitoring", fs::copy_options::recursive);
  const fs::path file = folder.path / "monitoring/templates/slack.tmpl";
  std::string text = read_file(file).value();
  const auto typo = text.find(".CommonLabels.");
  ASSERT_NE(typo, text.npos);
  text.replace(typo, 14, ".CommonLables.");
  folder.write("monitoring/templates/slack.tmpl", text);

  Monitoring monitoring(folder.path / "monitoring/alertmanager.yml");  // amtool approves in there
  monitoring.alertmanager().post("[" + alert("Cause", "network", "page") + "]");
  std::vector<Event> failures;
  monitoring.wait("the failure", [&] {
    failures = read_delivery_failures(monitoring.alertmanager().log());
    return !failures.empty() && monitoring.observed() > 0;
  });
  ASSERT_EQ(failures.size(), 1u);
  const auto& failed = std::get<DeliveryFailed>(failures[0].fact);
  EXPECT_EQ(failed.receiver, "network-oncall");
  EXPECT_EQ(failed.integration, "slack");
  EXPECT_EQ(failed.stage, "rendering");
  EXPECT_THAT(failed.error, HasSubstr("CommonLables"));
  EXPECT_THAT(monitoring.reached(), IsEmpty());  // only the observer was
}

TEST(RealAlertmanager, AServiceThatRefusesConnectionsFailsAtDelivery) {
  const HeldPort nobody;
  const Endpoint refusing = nobody.endpoint();
  Monitoring monitoring(fixture("alertmanager.yml"), &refusing);
  monitoring.alertmanager().post("[" + alert("Cause", "network", "page") + "]");
  std::set<std::string> stages;
  monitoring.wait("the failure", [&] {
    for (const Event& event : read_delivery_failures(monitoring.alertmanager().log())) {
      const auto& failed = std::get<DeliveryFailed>(event.fact);
      stages.insert(failed.receiver + "/" + failed.integration + ": " + failed.stage);
    }
    return stages.contains("network-oncall/slack: delivery");
  });
  EXPECT_EQ(stages.count("network-oncall/slack: rendering"), 0u);
}

}  // namespace
}  // namespace misfire
