#include "replay/recording_archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>

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
        "run/other.json", "./run/plan.json"}) {
    EXPECT_FALSE(belongs_to_recording(path)) << path;
  }
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
    const auto made = import_recordings(archive, path("to"), limits);
    ASSERT_FALSE(made) << reason;
    EXPECT_EQ(made.error().code, ErrorCode::usage);
    EXPECT_THAT(made.error().message, HasSubstr(reason));
    EXPECT_TRUE(nothing_in(path("to"))) << reason;
    std::error_code error;
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
