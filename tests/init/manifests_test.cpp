#include "init/manifests.hpp"

#include <gmock/gmock.h>

#include "monitor/yaml_documents.hpp"

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

Deployments read(const std::map<std::string, std::string>& files) {
  std::vector<YamlTree> objects;
  for (const auto& [file, text] : files) {
    const auto documents = parse_documents(text, file);
    if (!documents) throw std::logic_error(to_string(documents.error()));
    for (YamlTree& object : objects_of(*documents)) objects.push_back(std::move(object));
  }
  Deployments out;
  read_manifests(objects, out);
  return out;
}

std::vector<std::string> mounts(const Deployed& one) {
  std::vector<std::string> texts;
  for (const Mount& mount : one.mounts) texts.push_back(mount.from.string() + " → " + mount.to);
  return texts;
}

const std::string kMap = R"(apiVersion: v1
kind: ConfigMap
metadata: {name: lb}
data:
  haproxy.cfg: |
    backend b
      server s 10.0.0.1:80
  503.http: gone
)";

std::string pod(const std::string& volume, const std::string& mount) {
  return "apiVersion: v1\nkind: Pod\nmetadata: {name: lb, labels: {app: lb}}\nspec:\n  containers: "
         "[{name: h, image: haproxy, volumeMounts: [" +
         mount + "]}]\n  volumes: [" + volume + "]\n";
}

TEST(Manifests, AConfigMapIsAFolderOfFiles) {
  const Deployments all = read({{"k8s/lb.yaml", kMap}});
  EXPECT_THAT(all.copies, ElementsAre(Pair("copies/k8s/lb.yaml/lb/503.http", testing::_),
                                      Pair("copies/k8s/lb.yaml/lb/haproxy.cfg", testing::_)));
  const Copy& copy = all.copies.at("copies/k8s/lb.yaml/lb/haproxy.cfg");
  EXPECT_EQ(copy.text, "backend b\n  server s 10.0.0.1:80\n");
  EXPECT_EQ(copy.of, "the ConfigMap lb of k8s/lb.yaml:1");
}

TEST(Manifests, WhatHoldsNoConfigurationIsLeftAlone) {
  const Deployments all = read({{"a.yaml",
                                 "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"
                                 "data: {LEVEL: info, app.yml: 'a: 1'}\n"},
                                {"b.yaml",
                                 "apiVersion: v1\nkind: Secret\nmetadata: {name: y}\n"
                                 "data: {haproxy.cfg: YmFja2VuZA==}\n"}});
  EXPECT_THAT(all.copies, IsEmpty());
  EXPECT_THAT(all.notes, IsEmpty());
}

TEST(Manifests, WorkloadsMountWholeMapsOrSingleKeys) {
  const std::string volume = "{name: c, configMap: {name: lb}}";
  EXPECT_THAT(
      mounts(read({{"a.yaml", kMap + "---\n" + pod(volume, "{name: c, mountPath: /etc/haproxy/}")}})
                 .all.at(0)),
      ElementsAre("copies/a.yaml/lb/503.http → /etc/haproxy/503.http",
                  "copies/a.yaml/lb/haproxy.cfg → /etc/haproxy/haproxy.cfg"));
  EXPECT_THAT(mounts(read({{"a.yaml",
                            kMap + "---\n" +
                                pod(volume, "{name: c, mountPath: /x.cfg, subPath: haproxy.cfg}")}})
                         .all.at(0)),
              ElementsAre("copies/a.yaml/lb/haproxy.cfg → /x.cfg"));
  EXPECT_THAT(mounts(read({{"a.yaml",
                            kMap + "---\n" +
                                pod("{name: c, projected: {sources: [{configMap: {name: lb, items: "
                                    "[{key: haproxy.cfg, path: sub/h.cfg}]}}]}}",
                                    "{name: c, mountPath: /etc}")}})
                         .all.at(0)),
              ElementsAre("copies/a.yaml/lb/haproxy.cfg → /etc/sub/h.cfg"));
}

TEST(Manifests, OfSeveralMapsOfOneNameTheNearestIsMeant) {
  const auto all = read({{"base/lb.yaml", kMap},
                         {"overlays/prod/lb.yaml", kMap},
                         {"overlays/prod/pod.yaml",
                          pod("{name: c, configMap: {name: lb}}", "{name: c, mountPath: /etc}")}});
  EXPECT_THAT(mounts(all.all.at(0)),
              testing::Contains(HasSubstr("copies/overlays/prod/lb.yaml/lb/haproxy.cfg")));
  const auto twice = read({{"all.yaml", kMap + "---\n" + kMap}});
  EXPECT_TRUE(twice.copies.contains("copies/all.yaml/lb-2/haproxy.cfg"));
}

TEST(Manifests, WhatAConfigurationMayIncludeComesAlong) {
  const std::string parts =
      "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: parts}\ndata: {hosts.map: a b}\n";
  const auto all = read(
      {{"a.yaml", kMap + parts + "---\n" +
                      pod("{name: c, configMap: {name: lb}}, {name: p, configMap: {name: parts}}",
                          "{name: c, mountPath: /etc}, {name: p, mountPath: /maps}")}});
  EXPECT_TRUE(all.copies.contains("copies/a.yaml/parts/hosts.map"));
}

TEST(Manifests, EnvironmentArgumentsAndServicesAreRead) {
  const auto all = read({{"a.yaml", R"(apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: env}, data: {A: one, B: two}}
  - {apiVersion: v1, kind: Service, metadata: {name: front}, spec: {selector: {app: lb}}}
  - {apiVersion: v1, kind: Service, metadata: {name: other}, spec: {selector: {app: lb, tier: x}}}
  - apiVersion: apps/v1
    kind: Deployment
    metadata: {name: lb}
    spec:
      template:
        metadata: {labels: {app: lb}}
        spec:
          containers:
            - name: haproxy
              image: haproxy:2.8
              command: [haproxy]
              args: [-f, /etc/h.cfg]
              envFrom: [{configMapRef: {name: env}, prefix: P_}]
              env:
                - {name: MAXCONN, value: "100"}
                - {name: FROM, valueFrom: {configMapKeyRef: {name: env, key: B}}}
                - {name: HIDDEN, valueFrom: {secretKeyRef: {name: s, key: k}}}
            - {name: sidecar, image: log}
)"}});
  ASSERT_EQ(all.all.size(), 2u);
  const Deployed& lb = all.all[0];
  EXPECT_EQ(lb.name, "lb/haproxy");
  EXPECT_EQ(line_of(lb.where), "a.yaml:15");
  EXPECT_THAT(lb.words, ElementsAre("haproxy", "-f", "/etc/h.cfg"));
  EXPECT_THAT(lb.names, UnorderedElementsAre("front"));
  EXPECT_THAT(lb.environment, ElementsAre(Pair("FROM", "two"), Pair("MAXCONN", "100"),
                                          Pair("P_A", "one"), Pair("P_B", "two")));
}

TEST(Manifests, NamesThatLeadElsewhereDoNot) {
  const auto all = read({{"a.yaml", R"(apiVersion: v1
kind: ConfigMap
metadata: {name: ../../up}
data:
  ../../x.cfg: |
    backend b
      server s 10.0.0.1:80
  haproxy.cfg: |
    backend b
      server s 10.0.0.1:80
)"}});
  EXPECT_THAT(all.copies, ElementsAre(Pair("copies/a.yaml/.._.._up/haproxy.cfg", testing::_)));
  EXPECT_THAT(all.notes, ElementsAre("a.yaml:5: the key \"../../x.cfg\" of a ConfigMap is no name "
                                     "of a file, and is passed over"));
}

TEST(Manifests, OddObjectsAreNothing) {
  const auto all = read({{"a.yaml", R"(apiVersion: v1
kind: List
items: {a: b}
---
apiVersion: v1
kind: ConfigMap
data: [x]
---
apiVersion: apps/v1
kind: Deployment
metadata: x
spec: {template: {spec: {containers: {a: b}, volumes: [x]}}}
---
apiVersion: v1
kind: Pod
spec: {containers: [{volumeMounts: [{name: v}], env: [x], args: x}], volumes: [{name: v}]}
)"}});
  EXPECT_THAT(all.copies, IsEmpty());
  EXPECT_EQ(all.all.size(), 1u);
}

}  // namespace
}  // namespace misfire
