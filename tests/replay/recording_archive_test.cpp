#include "replay/recording_archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "base/temporary_folder.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

TEST(BelongsToRecording, OnlyWhatARecordingHolds) {
  for (const char* path :
       {"run/plan.json", "run/history.jsonl", "run/config/prometheus/rules/a.yml",
        "run/metrics/01ABC/chunks/000001"}) {
    EXPECT_TRUE(belongs_to_recording(path)) << path;
  }
  for (const char* path :
       {"", "plan.json", "/run/plan.json", "../plan.json", "run/../plan.json",
        "run/../../x/plan.json", "run/logs/sink.log", "run/metrics", "run/config/../../../x",
        "run/metrics/../../.ssh/keys", ".ssh/plan.json", "run/.hidden", "run//plan.json/x",
        "run/other.json", "./run/plan.json", "r\x1b[2Jn/plan.json", "run/config/a\nb"}) {
    EXPECT_FALSE(belongs_to_recording(path)) << path;
  }
  std::string deep = "run/config";
  for (int i = 0; i < 30; ++i) deep += "/a";
  EXPECT_FALSE(belongs_to_recording(deep));
}

class ArchiveTest : public ::testing::Test {
 protected:
  fs::path run(const std::string& name) {
    const fs::path folder = folder_.path() / "runs" / name;
    EXPECT_TRUE(write_files(folder, {{"plan.json", "{}"},
                                     {"history.jsonl", "h\n"},
                                     {"report.json", R"({"folder":"/home/me/secret","a":1})"},
                                     {"logs/sink.log", "not this"},
                                     {"metrics/01/chunks/000001", std::string(100'000, '\0')},
                                     {"metrics/recording.json", "{}"}}));
    return folder;
  }
  fs::path path(const std::string& name) const { return folder_.path() / name; }
  bool nothing_in(const fs::path& folder) const {
    std::error_code error;
    return !fs::exists(folder, error) || fs::is_empty(folder, error);
  }

  /// An archive of anything.
  struct Entry {
    std::string name, bytes = "x";
    unsigned type = AE_IFREG;
    std::string link = {};
  };
  fs::path forged(const std::vector<Entry>& entries) {
    const fs::path file = path("forged.tar.zst");
    archive* a = ::archive_write_new();
    ::archive_write_set_format_pax_restricted(a);
    ::archive_write_add_filter_zstd(a);
    EXPECT_EQ(::archive_write_open_filename(a, file.c_str()), ARCHIVE_OK);
    for (const Entry& one : entries) {
      archive_entry* entry = ::archive_entry_new();
      ::archive_entry_set_pathname(entry, one.name.c_str());
      ::archive_entry_set_filetype(entry, one.type);
      ::archive_entry_set_perm(entry, 0644);
      if (one.type == AE_IFLNK) ::archive_entry_set_symlink(entry, one.link.c_str());
      if (one.type == AE_IFREG && !one.link.empty()) {
        ::archive_entry_set_hardlink(entry, one.link.c_str());
      }
      const bool plain = one.type == AE_IFREG && one.link.empty();
      ::archive_entry_set_size(entry, plain ? static_cast<la_int64_t>(one.bytes.size()) : 0);
      ::archive_write_header(a, entry);
      if (plain) ::archive_write_data(a, one.bytes.data(), one.bytes.size());
      ::archive_entry_free(entry);
    }
    ::archive_write_close(a);
    ::archive_write_free(a);
    return file;
  }
  void expect_refused(const fs::path& archive, const std::string& reason,
                      const ArchiveLimits& limits = {}) {
    const auto made = import_recordings(archive, path("to"), {}, limits);
    ASSERT_FALSE(made) << reason;
    EXPECT_EQ(made.error().code, ErrorCode::usage);
    EXPECT_THAT(made.error().message, HasSubstr(reason));
    std::error_code error;
    EXPECT_FALSE(fs::exists(path("to"), error)) << reason << ": it was not there before";
    EXPECT_FALSE(fs::exists(folder_.path() / "escaped", error));
  }

  TemporaryFolder folder_ = TemporaryFolder::make("archive").value();
};

TEST_F(ArchiveTest, WhatWasExportedComesBack) {
  const fs::path a = run("a"), b = run("b");
  const auto done = export_recordings({a, b}, path("all.tar.zst"));
  ASSERT_TRUE(done) << to_string(done.error());
  EXPECT_LT(fs::file_size(path("all.tar.zst")), 5000u);
  const auto made = import_recordings(path("all.tar.zst"), path("to"));
  ASSERT_TRUE(made) << to_string(made.error());
  EXPECT_THAT(*made, ::testing::ElementsAre(path("to/a"), path("to/b")));
  EXPECT_EQ(read_file(path("to/a/metrics/01/chunks/000001")).value(), std::string(100'000, '\0'));
  EXPECT_EQ(read_file(path("to/b/history.jsonl")).value(), "h\n");
  EXPECT_THAT(read_file(path("to/a/report.json")).value(), HasSubstr("\"folder\": \"a\""));
  EXPECT_FALSE(fs::exists(path("to/a/logs")));
}

TEST_F(ArchiveTest, WhatIsThereIsNotOverwritten) {
  const fs::path a = run("a");
  ASSERT_TRUE(export_recordings({a}, path("all.tar.zst")));
  EXPECT_FALSE(export_recordings({a}, path("all.tar.zst")));
  EXPECT_FALSE(export_recordings({a, path("runs/../runs/a")}, path("twice.tar.zst")));
  ASSERT_TRUE(import_recordings(path("all.tar.zst"), path("to")));
  ASSERT_TRUE(write_file(path("to/a/history.jsonl"), "mine\n"));
  const auto again = import_recordings(path("all.tar.zst"), path("to"));
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().message, HasSubstr("is there already"));
  EXPECT_EQ(read_file(path("to/a/history.jsonl")).value(), "mine\n");
}

TEST_F(ArchiveTest, NamesAreBytes) {
  const fs::path odd = run("läuft-\xff");
  const auto done = export_recordings({odd}, path("all.tar.zst"));
  ASSERT_TRUE(done) << to_string(done.error());
  const auto made = import_recordings(path("all.tar.zst"), path("to"));
  ASSERT_TRUE(made) << to_string(made.error());
  EXPECT_THAT(*made, ::testing::ElementsAre(path("to/läuft-\xff")));
  const auto of_others = import_recordings(forged({{"ö/plan.json"}}), path("others"));
  ASSERT_TRUE(of_others) << to_string(of_others.error());
  EXPECT_THAT(*of_others, ::testing::ElementsAre(path("others/ö")));
}

TEST_F(ArchiveTest, WhatALinkLeadsToIsNotLeftOutInSilence) {
  const fs::path linked = run("a");
  fs::rename(linked / "metrics", path("elsewhere"));
  fs::create_directory_symlink(path("elsewhere"), linked / "metrics");
  const auto done = export_recordings({linked}, path("all.tar.zst"));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::usage);
  EXPECT_THAT(done.error().message, HasSubstr("a/metrics is no plain file or folder"));
  EXPECT_FALSE(fs::exists(path("all.tar.zst")));
}

TEST_F(ArchiveTest, TwoOfANameAreToldApartFromOneGivenTwice) {
  const fs::path a = run("a");
  ASSERT_TRUE(write_files(path("other/a"), {{"plan.json", "{}"}}));
  EXPECT_THAT(export_recordings({a, a}, path("x")).error().message, HasSubstr("is given twice"));
  EXPECT_THAT(export_recordings({a, path("other/a")}, path("x")).error().message,
              HasSubstr("have the same name"));
}

TEST_F(ArchiveTest, AFileIsWhatWasExported) {
  // Beneath the compression, which has no checksum of its own.
  const auto forge = [&](const std::string& sum, const std::string& second) {
    const fs::path file = path("forged.tar");
    archive* a = ::archive_write_new();
    ::archive_write_set_format_pax(a);
    EXPECT_EQ(::archive_write_open_filename(a, file.c_str()), ARCHIVE_OK);
    for (const auto& [name, crc] : {std::pair("run/plan.json", sum), {"run/config/x", second}}) {
      archive_entry* entry = ::archive_entry_new();
      ::archive_entry_set_pathname(entry, name);
      ::archive_entry_set_filetype(entry, AE_IFREG);
      ::archive_entry_set_size(entry, 1);
      if (!crc.empty()) {
        ::archive_entry_xattr_add_entry(entry, "user.misfire.crc32", crc.data(), crc.size());
      }
      ::archive_write_header(a, entry);
      ::archive_write_data(a, "x", 1);
      ::archive_entry_free(entry);
    }
    ::archive_write_free(a);
    return file;
  };
  constexpr char kOfX[] = "8cdc1683";
  ASSERT_TRUE(import_recordings(forge(kOfX, kOfX), path("good")));
  expect_refused(forge(kOfX, "8cdc1684"), "\"run/config/x\" is not what was exported");
  expect_refused(forge(kOfX, ""), "some of its files have no checksum");
}

TEST_F(ArchiveTest, NothingLeavesTheTarget) {
  expect_refused(forged({{"../escaped/plan.json"}}), "is no file of a recording");
  expect_refused(forged({{"/tmp/escaped/plan.json"}}), "is no file of a recording");
  expect_refused(forged({{"run/metrics/../../../escaped"}}), "is no file of a recording");
  expect_refused(forged({{"run/metrics/x", "", AE_IFLNK, "../../../escaped"}}), "no plain file");
  expect_refused(forged({{"run/plan.json"}, {"run/metrics/x", "", AE_IFREG, "run/plan.json"}}),
                 "no plain file");
  expect_refused(forged({{"run/metrics/fifo", "", AE_IFIFO}}), "no plain file");
}

TEST_F(ArchiveTest, WhatIsNoArchiveOfRecordingsIsRefused) {
  ASSERT_TRUE(write_file(path("text"), "no archive at all"));
  expect_refused(path("text"), "cannot be imported");
  expect_refused(path("nothing"), "cannot be imported");
  expect_refused(forged({}), "there is no recording in it");
  expect_refused(forged({{"run/metrics/x"}}), "no whole run");
  expect_refused(forged({{"run/plan.json"}, {"run/plan.json"}}), "twice");
  expect_refused(forged({{"run/plan.json"}, {"run//plan.json"}}), "twice");
  expect_refused(forged({{"run/plan.json"}, {"run/config/a"}, {"run/config/a/b"}}),
                 "as a file and as a folder");
  expect_refused(forged({{"run/config/a/b"}, {"run/config/a"}}), "as a file and as a folder");
  expect_refused(forged({{"run/config/\x1b[2J"}}), "\"run/config/\\x1b[2J\" is no file");
  ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
  expect_refused(path("fifo"), "it is not a regular file");
}

TEST_F(ArchiveTest, WhatTheCheckRefusesIsNoRun) {
  const auto archive = forged({{"run/plan.json", "{}"}});
  fs::path checked;
  const auto made = import_recordings(archive, path("deep/to"), [&](const fs::path& folder) {
    checked = folder;
    EXPECT_TRUE(fs::exists(folder / "plan.json"));
    return Checked<void>(
        tl::unexpected(Errors{{ErrorCode::environment, "it has no history", "", {}}}));
  });
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::usage);
  EXPECT_THAT(made.error().message, HasSubstr("run in it is no whole run: it has no history"));
  EXPECT_FALSE(fs::exists(path("deep")));
  EXPECT_FALSE(checked.empty());
}

TEST_F(ArchiveTest, ADamagedOneLeavesNothing) {
  ASSERT_TRUE(export_recordings({run("a")}, path("all.tar.zst")));
  std::string bytes = read_file(path("all.tar.zst")).value();
  ASSERT_TRUE(write_file(path("cut"), bytes.substr(0, bytes.size() / 2)));
  expect_refused(path("cut"), "cannot be imported");
  for (std::size_t at = bytes.size() / 3; at < bytes.size() / 3 + 8; ++at) bytes[at] ^= 0x55;
  ASSERT_TRUE(write_file(path("flipped"), bytes));
  expect_refused(path("flipped"), "cannot be imported");
}

TEST_F(ArchiveTest, AHugeOneIsRefusedBeforeItFillsTheDisk) {
  const std::string large(1 << 20, '\0');
  const fs::path bomb =
      forged({{"run/plan.json"}, {"run/metrics/x", large}, {"run/metrics/y", large}});
  expect_refused(bomb, "too large", {1 << 20, 1 << 30, 100});
  expect_refused(bomb, "too large", {1 << 30, 1 << 19, 100});
  expect_refused(bomb, "too many files", {1 << 30, 1 << 30, 2});
}

}  // namespace
}  // namespace misfire
