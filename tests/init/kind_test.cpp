#include "init/kind.hpp"

#include <gmock/gmock.h>

#include "init/template_mark.hpp"

namespace misfire {
namespace {

TEST(KindOf, IsDecidedByWhatIsInside) {
  const std::string haproxy = "defaults\n  mode http\nbackend b\n  server s 10.0.0.1:80\n";
  EXPECT_EQ(kind_of(haproxy, "lb.conf"), FoundKind::haproxy);
  EXPECT_EQ(kind_of(haproxy, "whatever"), FoundKind::haproxy);
  EXPECT_EQ(kind_of("backend b\n  server-template s 3 b.svc:80\n", "h.cfg"), FoundKind::haproxy);
  EXPECT_EQ(kind_of("events {}\nhttp { upstream a { server b; } }\n", "x.conf"), FoundKind::nginx);
  EXPECT_EQ(kind_of("scrape_configs: []\n", "a.yml"), FoundKind::prometheus);
  EXPECT_EQ(kind_of("route: {receiver: a}\nreceivers: [{name: a}]\n", "a.yaml"),
            FoundKind::alertmanager);
  EXPECT_EQ(kind_of("modules: {a: {prober: http}}\n", "a.yml"), FoundKind::blackbox);
  EXPECT_EQ(kind_of("groups: [{name: g, rules: []}]\n", "a.rules"), FoundKind::rules);
  EXPECT_EQ(kind_of("counter x\n", "x.mtail"), FoundKind::mtail);
  EXPECT_EQ(kind_of("services:\n  web: {image: x}\n", "any.yml"), FoundKind::compose);
}

TEST(KindOf, ObjectsAreRulesIfTheyAreNothingElse) {
  const std::string rule = "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\n";
  const std::string map = "apiVersion: v1\nkind: ConfigMap\n";
  EXPECT_EQ(kind_of(rule, "r.yaml"), FoundKind::rules);
  EXPECT_EQ(kind_of(rule + "---\n" + rule, "r.yaml"), FoundKind::rules);
  EXPECT_EQ(kind_of(rule + "---\n" + map, "r.yaml"), FoundKind::manifests);
  EXPECT_EQ(kind_of("apiVersion: v1\nkind: List\nitems: []\n", "l.yaml"), FoundKind::manifests);
}

TEST(KindOf, IsNothingForWhatOnlyLooksAlike) {
  EXPECT_EQ(kind_of("[metadata]\nname = x\n", "setup.cfg"), std::nullopt);
  EXPECT_EQ(kind_of("global\n  maxconn 10\n", "global.cfg"), std::nullopt) << "no server";
  EXPECT_EQ(kind_of("upstream a { server b; }\n", "conf.d/up.conf"), std::nullopt)
      << "a part of an nginx configuration, which its main file includes";
  EXPECT_EQ(kind_of("services: [web]\n", "docker-compose.yml"), std::nullopt);
  EXPECT_EQ(kind_of("services: {web: {port: 1}}\n", "a.yml"), std::nullopt);
  EXPECT_EQ(kind_of("modules: [a]\n", "a.yml"), std::nullopt);
  EXPECT_EQ(kind_of("a: {{ .Values.x }\n", "chart.yaml"), std::nullopt) << "a broken text";
  EXPECT_EQ(kind_of("backend b\n  server s {{ host }}:80\n", "h.cfg"), std::nullopt);
  EXPECT_EQ(kind_of("scrape_configs: []\nx: '{{ .Values.x }}'\n", "p.yml"), std::nullopt);
  EXPECT_EQ(kind_of("", "empty.conf"), std::nullopt);
}

TEST(PassedOver, SaysWhereATemplateBegins) {
  EXPECT_EQ(passed_over("a: 1\nb: {{ .Values.x }}\n", "c.yaml", "c.yaml").template_line, 2);
  EXPECT_EQ(passed_over("backend b\n  server s {{ x }}:80\n", "h.cfg", "h.cfg").template_line, 2);
  EXPECT_EQ(passed_over("# {{ x }}\n[tool]\n", "setup.cfg", "setup.cfg").template_line, 0);
}

TEST(PassedOver, SaysWhatIsWrongWithAConfiguration) {
  const auto why = passed_over("services:\n  a: {image: x}\n  a: {image: y}\n", "c.yml", "c.yml");
  ASSERT_TRUE(why.mistake);
  EXPECT_EQ(to_string(*why.mistake->where), "c.yml:3:3");
  EXPECT_FALSE(passed_over("a: [\n", "other.yml", "other.yml").mistake) << "nobody's business";
}

TEST(HelmTemplate, NamesWhatOnlyHelmFillsIn) {
  EXPECT_TRUE(is_helm_template("a: {{ .Values.port }}"));
  EXPECT_TRUE(is_helm_template("a: {{- $.Values.port | quote }}"));
  EXPECT_TRUE(is_helm_template("{{- include \"chart.labels\" . | nindent 4 }}"));
  EXPECT_FALSE(is_helm_template("text: '{{ .CommonLabels.Values }}'"));
  EXPECT_FALSE(is_helm_template("text: '{{ template \"slack\" . }} {{ $labels.instance }}'"));
  EXPECT_FALSE(is_helm_template("{{ .Values.port"));
}

}  // namespace
}  // namespace misfire
