// Which alerts and jobs a first system file leaves out of account, since a run cannot have them.
#include <gmock/gmock.h>

#include "init/first_files.hpp"
#include "init/scratch_repository.hpp"

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Ignored : public ScratchRepository {
 protected:
  Ignored() {
    put("haproxy.cfg",
        "frontend in\n  bind :80\n  default_backend login\nbackend login\n  server a 10.0.0.1:80\n"
        "  server b 10.0.0.2:80\n");
    put("prometheus.yml",
        "rule_files: [rules.yml]\nscrape_configs:\n"
        "  - job_name: postgres\n    static_configs: [{targets: ['db:9187']}]\n"
        "  - job_name: node\n    static_configs: [{targets: ['10.0.0.1:9100']}]\n"
        "  - job_name: login\n    static_configs: [{targets: ['10.0.0.1:80', '10.0.0.2:80']}]\n");
    put("rules.yml",
        "groups:\n  - name: g\n    rules:\n"
        "      - {alert: PostgresDown, expr: 'pg_up == 0 or absent(pg_up)', labels: {severity: "
        "critical}}\n"
        "      - {alert: NodesGone, expr: 'absent(up{job=\"node\"})', labels: {severity: "
        "critical}}\n"
        "      - {alert: LoginGone, expr: 'absent(up{job=\"login\"})', labels: {severity: "
        "critical}}\n"
        "      - {alert: NodesNote, expr: 'absent(up{job=\"node\"})', labels: {severity: info}}\n");
    put("alertmanager.yml",
        "route: {receiver: ops, routes: [{matchers: ['severity=\"critical\"'], receiver: "
        "oncall}]}\n"
        "receivers: [{name: ops}, {name: oncall, pagerduty_configs: [{service_key: x}]}]\n");
  }
};

TEST_F(Ignored, AProbeThatNobodyAnswersHasNoRole) {
  const char* probe =
      "    metrics_path: /probe\n    static_configs: [{targets: ['login.acme.com']}]\n";
  put("prometheus.yml",
      "rule_files: [rules.yml]\nscrape_configs:\n"
      "  - job_name: login\n    static_configs: [{targets: ['10.0.0.1:80', '10.0.0.2:80']}]\n"
      "  - job_name: ping\n    params: {module: [icmp]}\n" +
          std::string(probe) + "  - job_name: web\n    params: {module: [http_2xx]}\n" + probe);
  put("blackbox.yml", "modules:\n  icmp: {prober: icmp}\n  http_2xx: {prober: http}\n");
  const auto made = guess(seen(), root_);
  ASSERT_TRUE(made) << to_string(made.error().front());
  ASSERT_EQ(made->jobs.size(), 3u);
  EXPECT_EQ(made->jobs[1].role, std::nullopt);
  EXPECT_THAT(made->jobs[1].why, HasSubstr("asks by icmp, which nobody in a run answers"));
  EXPECT_EQ(made->jobs[2].role, JobRole::probe);
}

TEST_F(Ignored, PagesThatMissAJobWhichNobodyScrapesHere) {
  const auto made = guess(seen(), root_);
  ASSERT_TRUE(made) << to_string(made.error().front());
  EXPECT_THAT(made->people.ignore, ElementsAre("PostgresDown", "NodesGone"));
  EXPECT_THAT(made->check,
              testing::Contains(HasSubstr("PostgresDown is ignored: absent(pg_up) looks for what "
                                          "only the job \"postgres\" has")));
  const auto files = first_files(*made, root_);
  const std::string& text = files.at(kOwnSystem);
  EXPECT_THAT(text, HasSubstr("ignore = [\"PostgresDown\", \"NodesGone\"]"));
  EXPECT_THAT(text, HasSubstr("# NodesGone is ignored"));
}

}  // namespace
}  // namespace misfire
