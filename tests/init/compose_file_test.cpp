#include "init/compose_file.hpp"

#include <gmock/gmock.h>

#include "init/scratch_repository.hpp"

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

class ComposeFile : public ScratchRepository {
 protected:
  Deployments read(const std::string& text, const std::string& file = "compose.yaml",
                   const Variables& known = {}) const {
    Deployments out;
    add(text, file, out, known);
    return out;
  }
  void add(const std::string& text, const std::string& file, Deployments& out,
           const Variables& known = {}) const {
    const auto tree = parse_yaml(text, file);
    if (!tree) throw std::logic_error(to_string(tree.error()));
    read_compose(*tree, (root_ / file).parent_path(), root_, known, use_of_compose(file), out);
  }
  /// "from → to" of the first service.
  std::vector<std::string> mounts(const Deployments& all) const {
    std::vector<std::string> texts;
    for (const Mount& mount : all.all.at(0).mounts) {
      texts.push_back(short_name(mount.from, root_) + " → " + mount.to);
    }
    return texts;
  }
};

TEST_F(ComposeFile, MountsHaveAShortAndALongForm) {
  put("a.cfg", "x");
  put("rules/r.yml", "x");
  const Deployments all = read(R"(services:
  lb:
    image: haproxy
    volumes:
      - ./a.cfg:/usr/local/etc/haproxy/haproxy.cfg:ro
      - {type: bind, source: ./rules, target: /etc/rules/, read_only: true}
      - data:/var/lib
      - /anonymous
      - {type: volume, source: data, target: /x}
)");
  EXPECT_THAT(mounts(all),
              ElementsAre("a.cfg → /usr/local/etc/haproxy/haproxy.cfg", "rules → /etc/rules"));
  EXPECT_EQ(line_of(all.all[0].mounts[0].where), "compose.yaml:5");
  EXPECT_THAT(all.notes, IsEmpty());
}

TEST_F(ComposeFile, ConfigsAreFilesOrStandInTheFile) {
  put("p.yml", "x");
  const Deployments all = read(R"(services:
  p: {image: x, configs: [{source: prom, target: /etc/prometheus/prometheus.yml}, inline]}
configs:
  prom: {file: ./p.yml}
  inline:
    content: |
      port $PORT costs 5$$
)",
                               "deploy/compose.yaml", {{"PORT", "80"}});
  EXPECT_THAT(all.notes, ElementsAre(HasSubstr("deploy/compose.yaml:4: ./p.yml")))
      << "paths are relative to the file";
  ASSERT_EQ(all.copies.size(), 1u);
  const auto& [path, copy] = *all.copies.begin();
  EXPECT_EQ(path, "copies/deploy/compose.yaml/inline/inline");
  EXPECT_EQ(copy.text, "port 80 costs 5$\n");
  EXPECT_EQ(copy.of, "the config inline of deploy/compose.yaml:6");
  EXPECT_THAT(all.all[0].mounts, ElementsAre(testing::Field(&Mount::to, "/inline")));
}

TEST_F(ComposeFile, SecretsOfVariablesAreInNoCopy) {
  const Deployments all =
      read(R"(services:
  a: {image: x, configs: [{source: am, target: /etc/am.yml}]}
configs:
  am: {content: 'key: ${PAGER_TOKEN} url: ${URL} at: $HOST'}
)",
           "compose.yaml",
           {{"PAGER_TOKEN", "hunter2"}, {"URL", "https://me:hunter2@example.com/"}, {"HOST", "h"}});
  ASSERT_EQ(all.copies.size(), 1u);
  EXPECT_EQ(all.copies.begin()->second.text, "key: withheld url: withheld at: h");
}

TEST_F(ComposeFile, VariablesCommandsAndNamesAreRead) {
  put("lb.env", "MAXCONN=100\nFROM_FILE=yes\n");
  const Deployments all = read(R"(services:
  lb: &lb
    image: haproxy:${VERSION:-2.8}
    container_name: edge
    command: sh -c "haproxy -f '/etc/x y.cfg'"
    env_file: ./lb.env
    environment: {MAXCONN: 200}
    networks: {front: {aliases: [www]}}
  other:
    <<: *lb
    entrypoint: [a, b]
    environment: [A=1, PASSED]
)");
  const Deployed& lb = all.all.at(0);
  EXPECT_EQ(lb.image, "haproxy:2.8");
  EXPECT_THAT(lb.words, ElementsAre("sh", "-c", "haproxy -f '/etc/x y.cfg'"));
  EXPECT_THAT(lb.environment, ElementsAre(Pair("FROM_FILE", "yes"), Pair("MAXCONN", "200")));
  EXPECT_THAT(lb.names, ElementsAre("edge", "www"));
  EXPECT_THAT(all.all.at(1).words, ElementsAre("a", "b", "sh", "-c", testing::_));
  EXPECT_THAT(all.all.at(1).environment,
              ElementsAre(Pair("A", "1"), Pair("FROM_FILE", "yes"), Pair("MAXCONN", "100")));
}

TEST_F(ComposeFile, AServiceMayExtendAnother) {
  put("a.cfg", "x");
  const Deployments all = read(R"(services:
  base: {image: haproxy, volumes: ['./a.cfg:/a.cfg']}
  one: {extends: {service: base}}
  two: {extends: {file: other.yml, service: base}, image: y}
)");
  EXPECT_EQ(all.all.at(1).image, "haproxy");
  EXPECT_EQ(all.all.at(1).mounts.size(), 1u);
  EXPECT_THAT(all.notes, ElementsAre("compose.yaml:4: `extends` of another file is not followed"));
}

TEST_F(ComposeFile, TheCommandOfAnExtensionTakesTheOthersPlace) {
  const Deployments all = read(R"(services:
  base: {image: haproxy, entrypoint: run, command: [-f, /base.cfg]}
  one: {extends: base, command: -f /one.cfg}
  two: {extends: base}
)");
  EXPECT_THAT(all.all.at(1).words, ElementsAre("run", "-f", "/one.cfg"));
  EXPECT_THAT(all.all.at(2).words, ElementsAre("run", "-f", "/base.cfg"));
}

TEST_F(ComposeFile, FilesThatOverrideChangeAndOthersStandAlone) {
  put("a.cfg", "x");
  put("b.cfg", "x");
  Deployments all = read("services: {lb: {image: a, volumes: ['./a.cfg:/x.cfg']}}\n");
  add("services: {lb: {image: b, volumes: ['./b.cfg:/x.cfg']}}\n", "compose.override.yaml", all);
  EXPECT_EQ(all.all.size(), 1u);
  EXPECT_EQ(all.all[0].image, "b");
  EXPECT_THAT(mounts(all), ElementsAre("b.cfg → /x.cfg"));
  add("services: {lb: {image: c}}\n", "compose.test.yaml", all);
  ASSERT_EQ(all.all.size(), 2u);
  EXPECT_TRUE(all.all[1].special);
}

TEST_F(ComposeFile, WhatCannotBeMountedIsTold) {
  put("dir/x", "x");
  fs::create_symlink("loop.cfg", root_ / "loop.cfg");
  const Deployments all = read(R"(services:
  lb:
    image: haproxy
    volumes:
      - ./missing.cfg:/etc/haproxy/haproxy.cfg
      - ./dir:/etc/haproxy/other.cfg
      - ../outside:/etc/haproxy/maps
      - /etc/passwd:/etc/nginx/x.conf
      - ~/x.yml:/x.yml
      - ./loop.cfg:/loop.cfg
      - /var/run/docker.sock:/var/run/docker.sock
      - ./not-there:/data
)");
  EXPECT_THAT(all.all[0].mounts, IsEmpty());
  EXPECT_THAT(
      all.notes,
      ElementsAre("compose.yaml:5: ./missing.cfg, which is mounted as /etc/haproxy/haproxy.cfg, is "
                  "not there",
                  "compose.yaml:6: ./dir, which is mounted as /etc/haproxy/other.cfg, is a folder",
                  HasSubstr("../outside, which is mounted as /etc/haproxy/maps, lies outside"),
                  HasSubstr("/etc/passwd, which is mounted as /etc/nginx/x.conf, lies outside"),
                  HasSubstr("~/x.yml, which is mounted as /x.yml, lies outside"),
                  HasSubstr("./loop.cfg, which is mounted as /loop.cfg, cannot be found")));
}

TEST_F(ComposeFile, OddValuesAreNothing) {
  const Deployments all = read(R"(services:
  lb:
    image: [x]
    volumes: {a: b}
    environment: x
    command: {a: b}
    configs: [none, {target: /x}, [y]]
    env_file: [{required: true}, [x], /etc/passwd]
    networks: [a]
  nothing:
  text: x
)");
  ASSERT_EQ(all.all.size(), 1u);
  EXPECT_THAT(all.all[0].mounts, IsEmpty());
  EXPECT_THAT(all.all[0].environment, IsEmpty()) << "files outside of the repository are not read";
}

}  // namespace
}  // namespace misfire
