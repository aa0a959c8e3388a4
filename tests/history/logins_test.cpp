#include "history/logins.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>

#include "history/test_folder.hpp"

namespace misfire {
namespace {

Login login(int n) {
  Login l;
  l.planned = from_nanos(1'700'000'000'000'000'000 + n * std::int64_t{1'000'003});
  l.sent = l.planned + Duration(17);
  l.answered = l.planned + Duration(123'456'789'012);
  l.user = 4'000'000'000u + static_cast<std::uint32_t>(n);
  l.status = static_cast<std::uint16_t>(200 + n);
  l.backend = static_cast<std::uint8_t>(n % 3 == 0 ? Login::kNoBackend : n % 3);
  l.outcome = static_cast<Outcome>(n % kOutcomes);
  return l;
}

void expect_same(const Login& a, const Login& b) {
  EXPECT_EQ(a.planned, b.planned);
  EXPECT_EQ(a.sent, b.sent);
  EXPECT_EQ(a.answered, b.answered);
  EXPECT_EQ(a.user, b.user);
  EXPECT_EQ(a.status, b.status);
  EXPECT_EQ(a.backend, b.backend);
  EXPECT_EQ(a.outcome, b.outcome);
}

void write_logins(const fs::path& file, int n) {
  auto writer = LoginWriter::open(file);
  ASSERT_TRUE(writer) << to_string(writer.error());
  for (int i = 0; i < n; ++i) (*writer)->append(login(i));
  ASSERT_TRUE((*writer)->close());
}

TEST(Logins, ComeBackAsTheyWere) {
  const TestFolder folder;
  constexpr int kMany = 5000;  // several of the writer's buffers
  write_logins(folder.path() / "logins.bin", kMany);
  const auto file = read_logins(folder.path() / "logins.bin");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->damage, "");
  ASSERT_EQ(file->logins.size(), static_cast<std::size_t>(kMany));
  for (int i = 0; i < kMany; ++i) expect_same(file->logins[static_cast<std::size_t>(i)], login(i));
}

TEST(Logins, AreLittleEndianOnDisk) {
  const TestFolder folder;
  write_logins(folder.path() / "logins.bin", 2);
  const std::string bytes = *read_file(folder.path() / "logins.bin");
  ASSERT_EQ(bytes.size(), 64u + 3 * 40u);
  EXPECT_EQ(bytes.substr(0, 16), std::string("MISFLOGN\x02\0\0\0\x28\0\0\0", 16));
  // 1'700'000'000'001'000'003 = 0x17979CFE36394243
  EXPECT_EQ(bytes.substr(64 + 40, 8), "\x43\x42\x39\x36\xFE\x9C\x97\x17");
}

TEST(Logins, AreSortedByTheirPlannedInstant) {
  const TestFolder folder;
  const fs::path path = folder.path() / "logins.bin";
  {
    auto writer = LoginWriter::open(path);
    ASSERT_TRUE(writer);
    for (const int i : {3, 1, 2, 0}) (*writer)->append(login(i));
  }  // destroying it closes it
  const auto file = read_logins(path);
  ASSERT_TRUE(file);
  ASSERT_EQ(file->logins.size(), 4u);
  for (int i = 0; i < 4; ++i) expect_same(file->logins[static_cast<std::size_t>(i)], login(i));
}

TEST(Logins, KeepTheWholeRecordsOfATruncatedFile) {
  const TestFolder folder;
  const fs::path path = folder.path() / "logins.bin";
  write_logins(path, 3);
  const std::string bytes = *read_file(path);
  for (std::size_t n = 0; n <= bytes.size(); ++n) {
    ASSERT_TRUE(write_file(path, bytes.substr(0, n)));
    const auto file = read_logins(path);
    ASSERT_TRUE(file) << n << ": " << to_string(file.error());
    EXPECT_EQ(file->logins.size(), n < 64 ? 0 : std::min<std::size_t>((n - 64) / 40, 3)) << n;
    EXPECT_EQ(file->damage.empty(), n == bytes.size()) << n << ": " << file->damage;
  }
}

TEST(Logins, SeeARecordThatIsMissingDoubledOrMoved) {
  const TestFolder folder;
  const fs::path path = folder.path() / "logins.bin";
  write_logins(path, 4);
  const std::string bytes = *read_file(path);
  const auto record = [&](std::size_t i) { return bytes.substr(64 + i * 40, 40); };
  const auto damage_of = [&](const std::vector<std::size_t>& records) {
    std::string file = bytes.substr(0, 64);
    for (const std::size_t i : records) file += record(i);
    EXPECT_TRUE(write_file(path, file));
    return read_logins(path)->damage;
  };
  EXPECT_EQ(damage_of({0, 1, 2, 3, 4}), "") << "the fifth is the end";
  EXPECT_NE(damage_of({0, 2, 3, 4}), "");
  EXPECT_NE(damage_of({0, 1, 1, 2, 3, 4}), "");
  EXPECT_NE(damage_of({0, 2, 1, 3, 4}), "");
  EXPECT_NE(damage_of({0, 1, 2, 3}), "") << "cut between two records";
  EXPECT_NE(damage_of({0, 1, 2, 3, 4, 4}), "");
  EXPECT_NE(damage_of({}), "");
}

TEST(Logins, SeeEveryFlippedByte) {
  const TestFolder folder;
  const fs::path path = folder.path() / "logins.bin";
  write_logins(path, 3);
  const std::string bytes = *read_file(path);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    ASSERT_TRUE(write_file(path, damaged));
    const auto file = read_logins(path);
    if (i < 64) {
      EXPECT_FALSE(file) << i;
    } else {
      ASSERT_TRUE(file) << i;
      EXPECT_EQ(file->logins.size(), (i - 64) / 40) << i;
      EXPECT_NE(file->damage, "") << i;
    }
  }
}

TEST(Logins, RefuseAnotherFile) {
  const TestFolder folder;
  ASSERT_TRUE(write_file(folder.path() / "x", "not a login file"));
  EXPECT_FALSE(read_logins(folder.path() / "x"));
  EXPECT_FALSE(read_logins(folder.path() / "missing"));
}

TEST(LoginWriter, HoldsBackAHundredLoginsOrSo) {
  const TestFolder folder;
  const fs::path file = folder.path() / "logins.bin";
  auto writer = LoginWriter::open(file);
  ASSERT_TRUE(writer) << to_string(writer.error());
  constexpr int kMany = 1000;
  for (int i = 0; i < kMany; ++i) (*writer)->append(login(i));
  const auto so_far = read_logins(file);
  ASSERT_TRUE(so_far) << to_string(so_far.error());
  EXPECT_GT(so_far->logins.size(), kMany - 150u);
}

TEST(LoginWriter, ReportsThatTheDiskIsFull) {
  auto writer = LoginWriter::open("/dev/full");
  ASSERT_TRUE(writer);
  for (int i = 0; i < 5000; ++i) (*writer)->append(login(i));
  const auto closed = (*writer)->close();
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, ErrorCode::environment);
  EXPECT_NE(closed.error().hint, "");
  EXPECT_FALSE((*writer)->close()) << "the error is kept";
}

TEST(LoginWriter, ReportsAFolderThatIsMissing) {
  EXPECT_FALSE(LoginWriter::open("/nonexistent/logins.bin"));
}

TEST(LoginWriter, WritesForTheOwnerOnly) {
  const TestFolder folder;
  write_logins(folder.path() / "logins.bin", 1);
  struct stat status = {};
  ASSERT_EQ(::stat((folder.path() / "logins.bin").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

}  // namespace
}  // namespace misfire
