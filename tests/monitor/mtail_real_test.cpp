// mtail's program: what is refused, and how the fixtures' one counts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/temporary_folder.hpp"
#include "monitor/check_files.hpp"
#include "monitor/monitor_fixture.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Tool mtail() {
  return find_program("mtail", "mtail").value();
}

TEST(Mtail, TheFixturesProgramIsAcceptedAndReadsFasterAtSpeed) {
  const auto slow = render_mtail(nginx_system(), 1), fast = render_mtail(nginx_system(), 30);
  ASSERT_TRUE(slow && fast);
  EXPECT_TRUE(check_mtail(slow->files, mtail(), slow->origins));
  EXPECT_THAT(slow->flags, ::testing::Contains("--poll_interval=250ms"));
  EXPECT_THAT(fast->flags, ::testing::Contains("--poll_interval=10ms"));
}

TEST(Mtail, AMistakeHasTheUsersPlace) {
  const auto folder = TemporaryFolder::make("mtail").value();
  System system = nginx_system();
  system.monitoring.mtail = folder.path() / "own.mtail";
  ASSERT_TRUE(write_file(system.monitoring.mtail, "counter a\n/x/ {\n  b++\n}\n"));
  const auto rendered = render_mtail(system, 1);
  ASSERT_TRUE(rendered);
  const auto checked = check_mtail(rendered->files, mtail(), rendered->origins);
  ASSERT_FALSE(checked);
  EXPECT_THAT(to_string(checked.error().front()),
              HasSubstr(system.monitoring.mtail.string() + ":3:3: mtail refuses this: "));
}

TEST(Mtail, ARoleWithoutAProgramAndAProgramWithoutALogAreMistakes) {
  System system = nginx_system();
  system.monitoring.mtail.clear();
  const auto without = render_mtail(system, 1);
  ASSERT_FALSE(without);
  EXPECT_THAT(without.error().front().message, HasSubstr("\"balancer-log\""));
  system = nginx_system();
  system.balancer.kind = "haproxy";
  const auto unread = render_mtail(system, 1);
  ASSERT_FALSE(unread);
  EXPECT_THAT(unread.error().front().message, HasSubstr("haproxy writes no log"));
}

TEST(Mtail, CountsByWhoAnsweredAndWhat) {
  const auto folder = TemporaryFolder::make("mtail").value();
  const auto rendered = render_mtail(nginx_system(), 1);
  ASSERT_TRUE(rendered && write_files(folder.path(), rendered->files));
  const auto line = [](const char* upstream, const char* statuses, int status) {
    return std::string(R"({"time":"t","request":"POST /login","upstream":")") + upstream +
           R"(","upstream_status":")" + statuses + R"(","status":)" + std::to_string(status) +
           R"(,"request_time":0.021,"request_id":"x"})" + "\n";
  };
  ASSERT_TRUE(write_file(folder.path() / "log",
                         line("10.0.0.1:9001", "200", 200) +
                             line("10.0.0.1:9001, [::1]:9002", "502, 503", 503) +
                             line("auth", "502", 502) + line("", "", 404) + "not of this log\n"));
  const auto run = run_tool({mtail().program(), "--progs=progs", "--logs=log", "--one_shot",
                             "--one_shot_format=prometheus", "--logtostderr"},
                            std::chrono::seconds(30), folder.path());
  ASSERT_TRUE(run);
  const auto counts = [&](const char* labels) {
    return HasSubstr(std::string("nginx_log_responses_total{prog=\"access_log.mtail\",") + labels +
                     "} 1");
  };
  EXPECT_THAT(run->output, AllOf(counts(R"(status="200",upstream="10.0.0.1:9001")"),
                                 counts(R"(status="503",upstream="[::1]:9002")"),
                                 counts(R"(status="502",upstream="none")"),
                                 counts(R"(status="404",upstream="none")"),
                                 HasSubstr("nginx_log_retries_total{prog=\"access_log.mtail\"} 1"),
                                 Not(HasSubstr("upstream=\"auth\""))));
}

}  // namespace
}  // namespace misfire
