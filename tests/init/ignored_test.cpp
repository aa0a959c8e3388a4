// Which alerts a first system file leaves out of account.
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
