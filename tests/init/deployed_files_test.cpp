// Whole repositories with compose files and manifests: what is found in them, and that nothing in
// them leads anywhere else.
#include "init/deployed_files.hpp"

#include <gmock/gmock.h>

#include "init/guess.hpp"
#include "init/scratch_repository.hpp"
#include "init/write_files.hpp"

namespace misfire {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr char kHaproxy[] =
    "frontend f\n  bind :80\n  default_backend auth\n"
    "backend auth\n  server a a:80\n  server b b:80\n";
constexpr char kPrometheus[] = "scrape_configs: [{job_name: x}]\nrule_files: [/rules/*.yml]\n";
constexpr char kAlertmanager[] = "route: {receiver: a}\nreceivers: [{name: a}]\n";
constexpr char kRules[] =
    "groups: [{name: g, rules: [{alert: A, expr: x > 1, labels: {severity: page}}]}]\n";

class DeployedFiles : public ScratchRepository {
 protected:
  Guess guessed() const {
    seen_ = std::make_unique<Survey>(seen());
    auto made = guess(*seen_, root_);
    if (!made) throw std::logic_error(to_string(made.error().front()));
    return std::move(*made);
  }
  std::vector<std::string> files_below(const std::string& folder) const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(root_ / folder)) {
      if (!entry.is_directory() || entry.is_symlink()) names.push_back(short_name(entry, root_));
    }
    return names;
  }
  mutable std::unique_ptr<Survey> seen_;
};

TEST_F(DeployedFiles, OfSeveralThatMayBeMeantTheOneInUseIs) {
  put("a/haproxy.cfg", kHaproxy);
  put("b/lb", kHaproxy);
  put("p/prometheus.yml", kPrometheus);
  put("p/test.yml", std::string(kPrometheus) + "global: {}\n");
  put("am/a.yml", kAlertmanager);
  put("am/b.yml", kAlertmanager);
  put("compose.yaml", R"(services:
  lb: {image: haproxy, volumes: ['./b/lb:/usr/local/etc/haproxy/haproxy.cfg']}
  prom: {image: p, command: --config.file=/etc/prometheus/test.yml, volumes: ['./p:/etc/prometheus']}
  am: {image: a, volumes: ['./am/b.yml:/etc/alertmanager/alertmanager.yml']}
)");
  const Guess guess = guessed();
  EXPECT_EQ(guess.pool.file, root_ / "b/lb");
  EXPECT_EQ(guess.prometheus, root_ / "p/test.yml");
  EXPECT_EQ(guess.alertmanager, root_ / "am/b.yml");
  EXPECT_EQ(guess.about.at(root_ / "b/lb"),
            "lb of compose.yaml:2 reads it as /usr/local/etc/haproxy/haproxy.cfg");
}

TEST_F(DeployedFiles, AConfigurationFindsInItsViewWhatItFindsInTheContainer) {
  put("lb/haproxy.cfg", kHaproxy);
  put("watch/prometheus.yml", kPrometheus);
  put("alerts/a.yml", kRules);
  put("am.yml", kAlertmanager);
  put("compose.yaml", R"(services:
  prom:
    image: p
    volumes: ['./watch/prometheus.yml:/etc/prometheus/prometheus.yml', './alerts:/rules']
)");
  const Guess guess = guessed();
  EXPECT_EQ(guess.rules, 1u);
  const fs::path view = root_ / "misfire/mounted/compose.yaml/prom/etc/prometheus";
  EXPECT_EQ(guess.prometheus, view / "prometheus.yml");
  ASSERT_TRUE(write_own_folders(*seen_, root_));
  EXPECT_EQ(*read_file(view / "prometheus.yml"), kPrometheus);
  EXPECT_EQ(*read_file(view / "rules/a.yml"), kRules);
  EXPECT_TRUE(fs::read_symlink(view / "rules").is_relative()) << "the repository may be moved";
  put("alerts/b.yml", kRules);
  EXPECT_TRUE(fs::exists(view / "rules/b.yml")) << "links, not copies";
}

TEST_F(DeployedFiles, WritingAgainTouchesNothingOfTheRepository) {
  put("p/prometheus.yml", "scrape_configs: []\nrule_files: [rules/*.yml]\n");
  put("alerts/a.yml", kRules);
  put("compose.yaml", R"(services:
  prom: {image: p, volumes: ['./p:/etc/prometheus', './alerts:/etc/prometheus/rules']}
)");
  ASSERT_TRUE(write_own_folders(seen(), root_));
  put("p/later.yml", "x");
  ASSERT_TRUE(write_own_folders(seen(), root_));
  EXPECT_THAT(files_below("p"), UnorderedElementsAre("p/prometheus.yml", "p/later.yml"));
  EXPECT_THAT(files_below("alerts"), ElementsAre("alerts/a.yml"));
  EXPECT_THAT(files_below("misfire"), Contains(HasSubstr("etc/prometheus/later.yml")));
}

TEST_F(DeployedFiles, FilesOfManifestsAreCopiedAndFound) {
  put("k8s/all.yaml", std::string(R"(apiVersion: v1
kind: ConfigMap
metadata: {name: lb}
data:
  haproxy.cfg: |
    frontend f
      bind :80
      default_backend auth
    backend auth
      server a a:80
---
apiVersion: v1
kind: ConfigMap
metadata: {name: prom}
data:
  prometheus.yml: |
    scrape_configs: []
    rule_files: [/etc/prometheus/alerts.yml]
  alerts.yml: |
    )") + kRules);
  put("am.yml", kAlertmanager);
  const Guess guess = guessed();
  const fs::path copy = root_ / "misfire/copies/k8s/all.yaml/prom/prometheus.yml";
  EXPECT_EQ(guess.prometheus, copy);
  EXPECT_EQ(guess.about.at(copy), "the ConfigMap prom of k8s/all.yaml:12");
  EXPECT_EQ(guess.rules, 1u) << "beside it";
  EXPECT_FALSE(fs::exists(root_ / "misfire")) << "nothing is written before it is asked for";
  ASSERT_TRUE(write_own_folders(*seen_, root_));
  EXPECT_TRUE(fs::exists(copy));
}

TEST_F(DeployedFiles, ObjectsOfAnOperatorAreExplained) {
  put("k8s/a.yaml",
      "apiVersion: monitoring.coreos.com/v1alpha1\nkind: AlertmanagerConfig\nmetadata: {name: a}\n"
      "---\napiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: {name: k}\n");
  put("k8s/rule.yaml",
      "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec: {groups: []}\n");
  const Survey seen = this->seen();
  EXPECT_THAT(seen.deployments.notes,
              ElementsAre(AllOf(HasSubstr("k8s/a.yaml:1: an object of the kind AlertmanagerConfig "
                                          "cannot be used"),
                                HasSubstr("alertmanager-NAME-generated")),
                          HasSubstr("k8s/a.yaml:5: an object of the kind Prometheus has no")));
  EXPECT_EQ(seen.all(FoundKind::rules).size(), 1u);
}

TEST_F(DeployedFiles, CopiesAreForWhomTheirFileIs) {
  put("m.yaml",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata:\n  haproxy.cfg: |\n"
      "    backend b\n      server s 10.0.0.1:80\n");
  const fs::path copy = root_ / "misfire/copies/m.yaml/m/haproxy.cfg";
  const auto others_may_read = [&] {
    return (fs::status(copy).permissions() & fs::perms::others_read) != fs::perms::none;
  };
  fs::permissions(root_ / "m.yaml", fs::perms::owner_read | fs::perms::owner_write);
  ASSERT_TRUE(write_own_folders(seen(), root_));
  EXPECT_FALSE(others_may_read());
  fs::permissions(root_ / "m.yaml", fs::perms::others_read, fs::perm_options::add);
  ASSERT_TRUE(write_own_folders(seen(), root_));
  EXPECT_TRUE(others_may_read());
}

TEST_F(DeployedFiles, WhatStandsInASecretIsForItsOwnerOnly) {
  put("m.yaml", R"(apiVersion: v1
kind: Secret
metadata: {name: m}
stringData:
  haproxy.cfg: |
    backend b
      server s 10.0.0.1:80
---
apiVersion: v1
kind: Secret
metadata: {name: t}
stringData:
  site.conf.template: |
    upstream a { server a:1; server b:1; }
    server { location / { proxy_pass http://a; } }
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - name: web
          image: nginx:1.27
          volumeMounts: [{name: t, mountPath: /etc/nginx/templates}]
      volumes: [{name: t, secret: {secretName: t}}]
)");
  const fs::perms all = fs::perms::owner_read | fs::perms::owner_write;
  fs::permissions(root_ / "m.yaml", fs::perms::group_read | fs::perms::others_read,
                  fs::perm_options::add);
  ASSERT_TRUE(write_own_folders(seen(), root_));
  const std::string mounted = "misfire/mounted/m.yaml/web/etc/nginx/";
  for (const std::string& file :
       {std::string("misfire/copies/m.yaml/m/haproxy.cfg"),
        std::string("misfire/copies/m.yaml/t/site.conf.template"), mounted + "conf.d/site.conf"}) {
    ASSERT_TRUE(fs::exists(root_ / file)) << file;
    EXPECT_EQ(fs::status(root_ / file).permissions(), all) << file;
  }
  const auto main = fs::status(root_ / (mounted + "nginx.conf")).permissions();
  EXPECT_NE(main & fs::perms::others_read, fs::perms::none) << "the image's own";
}

TEST_F(DeployedFiles, ALinkInPlaceOfItsOwnFolderIsRefused) {
  EXPECT_TRUE(check_own_folder(root_)) << "there is none yet";
  put("misfire/system.toml", "");
  EXPECT_TRUE(check_own_folder(root_));
  put("elsewhere/copies/x", "");
  fs::create_directory_symlink(root_ / "elsewhere", root_ / "misfire/scenarios");
  const auto deep = check_own_folder(root_);
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().code, ErrorCode::usage);
  fs::remove_all(root_ / "misfire");
  fs::create_directory_symlink("elsewhere", root_ / "misfire");
  const auto whole = check_own_folder(root_);
  ASSERT_FALSE(whole);
  EXPECT_THAT(whole.error().message,
              AllOf(HasSubstr("misfire is a link to "), HasSubstr("elsewhere")));
}

TEST_F(DeployedFiles, TemplatesAreRefusedInOneSentence) {
  put("chart/templates/a.yaml", "kind: ConfigMap\ndata:\n  x: {{ .Values.x }}\n");
  put("chart/templates/b.yaml", "apiVersion: v1\nkind: ConfigMap\ndata: {a: '{{ .Values.b }}'}\n");
  put("m.yaml",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata:\n  haproxy.cfg: |\n"
      "    backend b\n      server s {{ host }}:80\n");
  const auto notes = seen().deployments.notes;
  EXPECT_THAT(notes,
              ElementsAre(AllOf(HasSubstr("chart/templates/a.yaml:3, chart/templates/b.yaml:3 are "
                                          "templates ({{)"),
                                HasSubstr("helm template CHART")),
                          AllOf(HasSubstr("the ConfigMap m of m.yaml:1"),
                                HasSubstr("line 2 of "
                                          "haproxy.cfg"),
                                HasSubstr("is a template ({{)"))));
  const auto made = guess(seen(), root_);
  ASSERT_FALSE(made);
  EXPECT_THAT(to_string(made.error().back()), HasSubstr("templates ({{)"));
}

TEST_F(DeployedFiles, HostileFilesAreToldAndNothingElse) {
  put("compose.yaml", "services:\n  a: {image: x\n  b: [\n");
  put("docker-compose.yml", "services: &s\n  a: {image: x, volumes: *s}\n");
  put("big/compose.yaml", "services: {a: {image: x}}\n" + std::string(10 << 20, '#'));
  put("folder/compose.yaml/x", "a folder of that name");
  fs::create_directory_symlink(root_, root_ / "folder/up");
  fs::create_symlink("two.yaml", root_ / "one.yaml");
  fs::create_symlink("one.yaml", root_ / "two.yaml");
  put("bomb.yaml",
      "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\n"
      "d: &d [*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d]\nservices: {a: {image: *e}}\n");
  const Survey seen = this->seen();
  EXPECT_THAT(found(), IsEmpty());
  EXPECT_THAT(seen.deployments.notes, Contains(AllOf(testing::StartsWith("compose.yaml:"),
                                                     HasSubstr("it is passed over"))));
  EXPECT_THAT(seen.deployments.notes,
              Contains("big/compose.yaml is larger than 1 MiB, and not looked at"));
}

TEST_F(DeployedFiles, ALargeFileThatIsMountedIsNotRead) {
  put("lb/haproxy.big", std::string(kHaproxy) + std::string(2 << 20, '#'));
  put("compose.yaml", "services: {lb: {image: h, volumes: ['./lb/haproxy.big:/etc/h.cfg']}}\n");
  EXPECT_THAT(found(), ElementsAre("compose.yaml"));
  EXPECT_THAT(seen().deployments.notes,
              ElementsAre(AllOf(HasSubstr("compose.yaml:1: "),
                                HasSubstr("lb/haproxy.big is larger than 1 MiB"))));
}

}  // namespace
}  // namespace misfire
