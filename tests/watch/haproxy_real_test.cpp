// A watch of a real HAProxy: what is drift is noticed, and what happens to a balancer every day is
// none.
#include <gmock/gmock.h>

#include "base/http_client.hpp"
#include "program.hpp"
#include "watch/haproxy/target.hpp"
#include "watching.hpp"

namespace misfire::watch {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

class WatchedHaproxy : public ::testing::Test {
 protected:
  WatchedHaproxy() {
    write(100);
    start();
    watching_.emplace([this] { return target(); }, folder_ / "state.json");
    EXPECT_TRUE(watching_->looks_until([this] { return watching_->told("approved"); }));
    watching_->forget();
  }

  std::unique_ptr<Target> target() {
    return std::make_unique<HaproxyTarget>(folder_ / "haproxy.cfg", Endpoint{{}, 0, user_});
  }
  /// Nobody listens where its servers are: they are down, which is no drift.
  void write(int weight, const std::string& more = {}) {
    const std::string text =
        "global\n  stats socket " + user_ + " level user\n  stats socket " + admin_ +
        " level admin expose-fd listeners\n  hard-stop-after 1s\n" + more +
        "defaults\n  mode http\n  timeout connect 1s\n  timeout client 5s\n  timeout server 5s\n"
        "backend auth\n  balance roundrobin\n  server a1 127.99.7.1:1 weight " +
        std::to_string(weight) +
        " maxconn 20 check inter 200ms\n  server a2 127.99.7.2:1 weight 100 check inter 200ms\n";
    ASSERT_TRUE(write_file(folder_ / "haproxy.cfg", text));
  }
  void start() {
    haproxy_.emplace(std::vector<std::string>{find_program("haproxy").value().string(), "-W", "-db",
                                              "-f", (folder_ / "haproxy.cfg").string()},
                     folder_ / "log");
    ASSERT_TRUE(eventually([this] { return pid() != ""; }));
  }
  /// Of the worker that answers; "" when none does.
  std::string pid() {
    const auto answer = converse({{}, 0, admin_}, "show info\n", 2s);
    const std::size_t at = answer ? answer->find("\nPid: ") : std::string::npos;
    return at == std::string::npos ? ""
                                   : answer->substr(at + 6, answer->find('\n', at + 6) - at - 6);
  }
  void reload() {
    const std::string before = pid();
    haproxy_->signal(SIGUSR2);
    ASSERT_TRUE(eventually([&] { return pid() != "" && pid() != before; }));
  }
  void command(const std::string& text) { ASSERT_TRUE(converse({{}, 0, admin_}, text + "\n", 5s)); }

  Folder folder_;
  std::string user_ = (folder_ / "user.sock").string(), admin_ = (folder_ / "admin.sock").string();
  std::optional<Program> haproxy_;
  std::optional<Watching> watching_;
};

struct Told {
  const char *command, *drift, *back;
};
class EachCommand : public WatchedHaproxy, public ::testing::WithParamInterface<Told> {};

TEST_P(EachCommand, OfTheRuntimeApiIsDriftUntilItIsTakenBack) {
  command(GetParam().command);
  EXPECT_TRUE(
      watching_->looks_until([&] { return watching_->told("drift-began", GetParam().drift); }));
  command(GetParam().back);
  EXPECT_TRUE(watching_->looks_until([&] { return watching_->told("drift-ended"); }));
  EXPECT_THAT(watching_->status().drifts, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    WatchedHaproxy, EachCommand,
    ::testing::Values(Told{"set server auth/a1 weight 50", "auth/a1: weight is 50, 100 in the file",
                           "set server auth/a1 weight 100"},
                      Told{"set server auth/a1 state drain",
                           "auth/a1: state is drain, ready in the file",
                           "set server auth/a1 state ready"},
                      Told{"set maxconn server auth/a1 3", "auth/a1: maxconn is 3, 20 in the file",
                           "set maxconn server auth/a1 20"},
                      Told{"set server auth/a2 addr 127.99.7.3 port 2",
                           "auth/a2: address is 127.99.7.3:2, 127.99.7.2:1 in the file",
                           "set server auth/a2 addr 127.99.7.2 port 1"},
                      Told{"disable health auth/a1", "auth/a1: health check is off, on in the file",
                           "enable health auth/a1"}));

TEST_F(WatchedHaproxy, WhoseServersAreDownHasNoDrift) {
  EXPECT_TRUE(watching_->looks_until([this] {
    const auto& up = watching_->status().servers_up;
    return up.size() == 2 && !up.begin()->second && !up.rbegin()->second;
  }));
  EXPECT_THAT(watching_->drift_told(), IsEmpty());
}

TEST_F(WatchedHaproxy, AFileThatIsEditedIsDriftFromItAndOnceLoadedFromWhatWasApproved) {
  write(10);
  EXPECT_TRUE(watching_->looks_until([this] { return watching_->status().drifts.size() == 2; }));
  EXPECT_THAT(watching_->drift_told(),
              Contains("drift-began the file was changed and is not loaded"));
  EXPECT_THAT(watching_->drift_told(),
              Contains("drift-began auth/a1: weight is 100, 10 in the file"));
  reload();
  watching_->look(4);
  ASSERT_EQ(watching_->status().drifts.size(), 2u);
  for (const Drift& drift : watching_->status().drifts) {
    EXPECT_EQ(drift.what.against, Against::approved) << to_string(drift.what);
  }
  watching_->approve();
  EXPECT_TRUE(watching_->looks_until([this] { return watching_->status().drifts.empty(); }));
}

TEST_F(WatchedHaproxy, AnEditThatNoServerShowsIsDrift) {
  write(100, "  maxconn 2000\n");
  EXPECT_TRUE(watching_->looks_until(
      [this] { return watching_->told("drift-began", "the file was changed and is not loaded"); }));
}

TEST_F(WatchedHaproxy, ThatIsReloadedAgainAndAgainHasNoDrift) {
  for (int i = 0; i < 10; ++i) {
    reload();
    watching_->look();
  }
  EXPECT_THAT(watching_->drift_told(), IsEmpty());
  EXPECT_TRUE(watching_->told("worker"));
}

TEST_F(WatchedHaproxy, ThatIsKilledAndStartedIsAwayAndHasNoDrift) {
  haproxy_->end(SIGKILL);
  EXPECT_TRUE(watching_->looks_until([this] { return watching_->told("away"); }));
  EXPECT_FALSE(watching_->status().up);
  start();
  EXPECT_TRUE(watching_->looks_until([this] { return watching_->status().up; }));
  watching_->look(3);
  EXPECT_THAT(watching_->drift_told(), IsEmpty());
}

TEST_F(WatchedHaproxy, AWatchThatIsKilledGoesOnWhereItWas) {
  command("set server auth/a1 weight 50");
  EXPECT_TRUE(watching_->looks_until([this] { return watching_->told("drift-began"); }));
  const Instant since = watching_->status().drifts.at(0).since;
  watching_->forget();
  watching_->start_again();
  watching_->look(3);
  EXPECT_THAT(watching_->drift_told(), IsEmpty());  // it was told once
  ASSERT_EQ(watching_->status().drifts.size(), 1u);
  EXPECT_EQ(watching_->status().drifts[0].since, since);
}

TEST_F(WatchedHaproxy, ChangedWhileNobodyWatchedIsDrift) {
  write(10);
  reload();
  watching_->start_again();
  EXPECT_TRUE(watching_->looks_until([this] { return watching_->status().drifts.size() == 2; }));
  EXPECT_EQ(watching_->status().drifts[0].what.against, Against::approved);
}

}  // namespace
}  // namespace misfire::watch
