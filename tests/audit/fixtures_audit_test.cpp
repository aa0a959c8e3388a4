// The default system's own files are what the audit recommends: what is found in them is answered
// in a comment.
#include <gtest/gtest.h>

#include "audit/monitoring/rules.hpp"
#include "audit/nginx/rules.hpp"
#include "audit/run_rules.hpp"
#include "audit/suppression.hpp"
#include "balancer/nginx/includes.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

const fs::path kFixtures = fs::path(kSourceDir) / "fixtures";

/// Ids of all rules of both kinds: the others' suppressions are none of this test.
std::vector<std::string> known_rules() {
  std::vector<std::string> ids;
  for (const NginxRule& rule : nginx_rules()) ids.push_back(rule.doc.id);
  for (const MonitoringRule& rule : monitoring_rules()) ids.push_back(rule.doc.id);
  return ids;
}

void expect_all_answered(const std::vector<AuditedFile>& files, std::vector<Finding> findings) {
  std::vector<Suppression> suppressions;
  for (const AuditedFile& file : files) {
    for (Suppression& one : read_suppressions(file.text, file.name)) {
      suppressions.push_back(std::move(one));
    }
  }
  apply_suppressions(suppressions, known_rules(), findings);
  for (const Finding& finding : findings) {
    EXPECT_NE(finding.suppressed, "")
        << to_string(finding.place.where) << ": " << finding.rule << ": " << finding.place.message;
  }
}

TEST(FixturesAudit, NginxIsAsItShouldBe) {
  const fs::path path = kFixtures / "lb/nginx.conf";
  const std::string text = *read_file(path);
  const auto model = parse_nginx(text, path.string());
  ASSERT_TRUE(model);
  AuditContext context;
  context.backends = BackendsSpec{};
  expect_all_answered({{path.string(), FileKind::nginx, text}},
                      run_rules(nginx_rules(), NginxSubject{*model, context}));
}

TEST(FixturesAudit, MonitoringIsAsItShouldBe) {
  for (const char* folder : {"monitoring", "monitoring/nginx", "monitoring/renamed"}) {
    MonitoringPaths paths;
    paths.prometheus = kFixtures / folder / "prometheus.yml";
    paths.alertmanager = kFixtures / folder / "alertmanager.yml";
    const auto subject = read_monitoring(paths, {});
    ASSERT_TRUE(subject) << to_string(subject.error().front());
    EXPECT_GT(subject->rules.size(), 5u);
    expect_all_answered(subject->files, run_rules(monitoring_rules(), *subject));
  }
}

}  // namespace
}  // namespace misfire
