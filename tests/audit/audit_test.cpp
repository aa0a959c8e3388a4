// From files to findings.
#include "audit/audit.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <map>

#include "audit/json.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

class AuditFiles : public ::testing::Test {
 protected:
  ~AuditFiles() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, const std::string& text) {
    const fs::path path = folder_ / name;
    EXPECT_TRUE(make_folder(path.parent_path()));
    EXPECT_TRUE(write_file(path, text));
    return path;
  }
  static Errors mistakes(const std::vector<fs::path>& paths,
                         std::optional<FileKind> kind = std::nullopt) {
    const auto audited = audit(paths, kind);
    return audited ? Errors{} : audited.error();
  }
  const fs::path& folder() const { return folder_; }

 private:
  static fs::path made() {
    std::string name = (fs::temp_directory_path() / "misfire-audit-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    return name;
  }
  fs::path folder_ = made();
};

TEST_F(AuditFiles, EveryFileThatCannotBeReadIsToldAtOnce) {
  const auto errors = mistakes({folder() / "none.cfg", write("e.cfg", " \n"),
                                write("b.cfg", std::string("global\n\0", 8)),
                                write("q.cfg", "global\n log \"x\n"), write("t.txt", "hello\n")});
  ASSERT_EQ(errors.size(), 5u);
  for (const Error& error : errors) EXPECT_EQ(error.code, ErrorCode::usage) << to_string(error);
}

TEST_F(AuditFiles, AMistakeHasItsPlace) {
  const fs::path path = write("q.cfg", "global\n  log \"x\n");
  const auto errors = mistakes({path});
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].where, (Position{path.string(), 2, 7}));
}

TEST_F(AuditFiles, TheKindMayBeSaid) {
  const fs::path path = write("x.cfg", "# nothing but a comment\n");
  EXPECT_EQ(mistakes({path}).size(), 1u);
  EXPECT_TRUE(mistakes({path}, FileKind::haproxy).empty());
}

TEST_F(AuditFiles, AFolderIsSearchedAndWhatIsOfNoKindIsPassedOver) {
  write("conf/a.cfg", "listen a\n server s 10.0.0.1:80\n");
  write("conf/deep/b.cfg", "listen b\n server s 10.0.0.1:80\n");
  write("conf/values.yml", "name: x\n");
  write("conf/notes.txt", "global\n");
  const auto audited = audit({folder() / "conf"}, std::nullopt);
  ASSERT_TRUE(audited);
  ASSERT_EQ(audited->files.size(), 2u);
  EXPECT_TRUE(audited->files[0].name.ends_with("conf/a.cfg"));
  write("empty/values.yml", "name: x\n");
  EXPECT_EQ(mistakes({folder() / "empty"}).size(), 1u);
}

TEST_F(AuditFiles, FilesOfOtherProgramsAreNoneOfAFolder) {
  write("users.yml", "groups:\n- admins\n");
  write("collector.yaml", "receivers:\n  otlp: {}\nexporters:\n  debug: {}\n");
  write("site.yml", "templates: docs\n# route: none\n");
  write("rules.yml", "groups:\n- name: g\n  rules: []\n");
  write("routes.yml", "receivers: [{name: a}]\nroute: {receiver: a}\n");
  const auto audited = audit({folder()}, std::nullopt);
  ASSERT_TRUE(audited) << to_string(audited.error().front());
  ASSERT_EQ(audited->files.size(), 2u);
  EXPECT_EQ(mistakes({folder() / "users.yml"}).size(), 1u) << "by itself it is asked for";
}

TEST_F(AuditFiles, LongWhiteSpaceIsNoTroubleInAFolder) {
  write("a.conf", "user x;\n" + std::string(1 << 20, ' ') + "\nserver { listen 80; }\n");
  write("b.conf", "user x;\nevents" + std::string(1 << 20, '\n') + "{ }\nhttp { }\n");
  const auto audited = audit({folder()}, std::nullopt);
  ASSERT_TRUE(audited) << to_string(audited.error().front());
  ASSERT_EQ(audited->files.size(), 1u) << "a piece is passed over";
  EXPECT_EQ(audited->files[0].name, (folder() / "b.conf").string());
}

TEST_F(AuditFiles, AFolderOfHaproxysPartsIsOneConfiguration) {
  write("lb/00-base.cfg", "global\ndefaults\n  option redispatch\n");
  write("lb/10-way.cfg", "frontend fe\n  bind :80\n  default_backend pool\n");
  const fs::path pool = write("lb/20-pool.cfg",
                              "backend pool\n"
                              "  # misfire: allow haproxy/weight-zero: it warms up\n"
                              "  server a 10.0.0.1:80 weight 0\n  server b 10.0.0.2:80\n");
  const auto audited = audit({folder()}, std::nullopt);
  ASSERT_TRUE(audited) << to_string(audited.error().front());
  EXPECT_EQ(audited->files.size(), 3u);
  std::map<std::string, Position> at;
  for (const Finding& finding : audited->findings) {
    at[finding.rule] = finding.place.where;
    EXPECT_EQ(finding.suppressed.empty(), finding.rule != "haproxy/weight-zero") << finding.rule;
  }
  EXPECT_EQ(at["haproxy/weight-zero"].file, pool.string());
  EXPECT_EQ(at["haproxy/weight-zero"].line, 3);
  EXPECT_EQ(at.count("haproxy/unused-backend"), 0u) << "another file leads there";
  EXPECT_EQ(at.count("haproxy/no-redispatch"), 0u) << "another file has the defaults";
  EXPECT_EQ(at.count("audit/unused-suppression"), 0u);
  write("lb/30-staging.cfg", "global\nfrontend fe\n  bind :80\n  default_backend pool\n");
  const auto apart = audit({folder()}, std::nullopt);
  ASSERT_TRUE(apart) << to_string(apart.error().front());
  EXPECT_TRUE(std::any_of(apart->findings.begin(), apart->findings.end(), [](const auto& finding) {
    return finding.rule == "haproxy/no-redispatch";
  })) << "alternatives are looked at one by one";
}

TEST_F(AuditFiles, FindingsAreInTheOrderOfTheFile) {
  const fs::path path = write("a.cfg",
                              "listen a\n balance first\n server s 10.0.0.1:80\n server t "
                              "10.0.0.1:80\n");
  const auto audited = audit({path}, std::nullopt);
  ASSERT_TRUE(audited);
  ASSERT_GT(audited->findings.size(), 2u);
  for (std::size_t i = 1; i < audited->findings.size(); ++i) {
    const Position& before = audited->findings[i - 1].place.where;
    const Position& after = audited->findings[i].place.where;
    EXPECT_LE(std::pair(before.line, before.column), std::pair(after.line, after.column));
  }
}

TEST_F(AuditFiles, SuppressionsAreAppliedAndTheirReasonsKept) {
  const fs::path path = write(
      "a.cfg",
      "listen a\n # misfire: allow haproxy/one-server-pool: a laptop\n server s 10.0.0.1:80\n");
  const auto audited = audit({path}, std::nullopt);
  ASSERT_TRUE(audited);
  int suppressed = 0;
  for (const Finding& finding : audited->findings) {
    if (finding.suppressed == "a laptop") ++suppressed;
    EXPECT_NE(finding.rule, "audit/unused-suppression");
  }
  EXPECT_EQ(suppressed, 1);
  EXPECT_NE(audit_json(*audited).find("\"suppressed\": \"a laptop\""), std::string::npos);
}

TEST_F(AuditFiles, APasswordIsInNoMessage) {
  const fs::path path = write("a.cfg",
                              "listen a\n bind :1\n stats enable\n stats auth op:correct-horse\n"
                              "backend op:correct-horse\n server s 10.0.0.1:80\n");
  const auto audited = audit({path}, std::nullopt);
  ASSERT_TRUE(audited);
  EXPECT_EQ(audit_json(*audited).find("correct-horse"), std::string::npos);
}

TEST_F(AuditFiles, NginxIsReadWithWhatItIncludes) {
  write("sites/a.conf", "# misfire: allow nginx/no-such: x\nserver { listen 80; }\n");
  const fs::path path = write("nginx.conf", "events {}\nhttp { include sites/*.conf; }\n");
  const auto audited = audit({path}, std::nullopt);
  ASSERT_TRUE(audited) << to_string(audited.error().front());
  bool seen = false;
  for (const Finding& finding : audited->findings) {
    if (finding.rule != "audit/unknown-rule") continue;
    seen = true;
    EXPECT_TRUE(finding.place.where.file.ends_with("sites/a.conf"));
    EXPECT_EQ(finding.place.where.line, 1);
  }
  EXPECT_TRUE(seen);
}

TEST_F(AuditFiles, AnIncludedFileIsNamedFromHereAsItsMainFileIs) {
  write("sites/a.conf", "# misfire: allow nginx/no-such: x\nserver { listen 80; }\n");
  write("nginx.conf", "events {}\nhttp { include sites/*.conf; }\n");
  const fs::path before = fs::current_path();
  fs::current_path(folder());
  const auto audited = audit({"nginx.conf"}, std::nullopt);
  fs::current_path(before);
  ASSERT_TRUE(audited) << to_string(audited.error().front());
  ASSERT_EQ(audited->files.size(), 2u);
  EXPECT_EQ(audited->files[1].name, "sites/a.conf");
  EXPECT_TRUE(
      std::any_of(audited->findings.begin(), audited->findings.end(), [](const Finding& finding) {
        return finding.rule == "audit/unknown-rule" && finding.place.where.file == "sites/a.conf";
      }));
}

TEST_F(AuditFiles, FilesThatAreNotThereAreAllToldForMonitoringToo) {
  EXPECT_EQ(mistakes({folder() / "a.yml", folder() / "b.yml"}).size(), 2u);
}

TEST_F(AuditFiles, WhatIsLargerThanAnyConfigurationIsRefused) {
  const fs::path path = folder() / "huge.cfg";
  ASSERT_TRUE(write_file(path, "global\n"));
  fs::resize_file(path, 100u << 20);  // sparse: it takes no room
  const auto errors = mistakes({path});
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].code, ErrorCode::usage);
}

TEST_F(AuditFiles, TextThatIsNoUtf8AndTabsHaveTheirByteColumns) {
  const fs::path path = write("l.cfg", "# \xE9\nglobal\n\tstats socket\t*:99 # \xE9\n");
  const auto audited = audit({path}, std::nullopt);
  ASSERT_TRUE(audited);
  ASSERT_FALSE(audited->findings.empty());
  const Finding* exposed = nullptr;
  for (const Finding& finding : audited->findings) {
    if (finding.rule == "haproxy/runtime-api-exposed") exposed = &finding;
  }
  ASSERT_NE(exposed, nullptr);
  EXPECT_EQ(exposed->place.where.line, 3);
  EXPECT_EQ(exposed->place.where.column, 15);
  EXPECT_EQ(exposed->place.end_column, 19);
  EXPECT_FALSE(audit_json(*audited).empty());
}

}  // namespace
}  // namespace misfire
