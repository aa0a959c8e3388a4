#include "base/files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace misfire {
namespace {

fs::path fresh_folder() {
  std::string name = (fs::temp_directory_path() / "misfire-test-XXXXXX").string();
  return ::mkdtemp(name.data());
}

TEST(Files, WrittenFilesArePrivateAndWhole) {
  const fs::path folder = fresh_folder();
  ASSERT_TRUE(make_folder(folder / "a/b"));
  ASSERT_TRUE(write_file(folder / "a/b/c", "hello"));
  EXPECT_EQ(*read_file(folder / "a/b/c"), "hello");
  struct stat info = {};
  ASSERT_EQ(::stat((folder / "a/b/c").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  ASSERT_EQ(::stat((folder / "a").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
  fs::remove_all(folder);
}

TEST(Files, AFailedWriteKeepsTheOldBytesAndLeavesNothingBeside) {
  EXPECT_FALSE(write_file("/dev/full/x", "y"));
  const fs::path folder = fresh_folder();
  ASSERT_TRUE(write_file(folder / "x", "old"));
  ASSERT_TRUE(write_file(folder / "x", "new"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
  fs::remove_all(folder);
}

TEST(Files, RefusesToReadMoreThanTheLimit) {
  const auto read = read_file("/dev/zero", 1u << 20);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::usage);
}

TEST(Files, WhatFailsIsToldWithAWayOut) {
  const fs::path folder = fresh_folder();
  ASSERT_TRUE(write_file(folder / "x", "y"));
  fs::create_symlink("round", folder / "round");
  const std::string long_name(300, 'a');
  for (const auto& path : {folder / "x/y", folder / "no/y", folder / "round/y", folder / long_name,
                           fs::path("/proc/misfire-x")}) {
    const auto written = write_file(path, "z");
    ASSERT_FALSE(written) << path;
    EXPECT_FALSE(written.error().hint.empty()) << to_string(written.error());
    EXPECT_FALSE(read_file(path).error().hint.empty()) << path;
    const auto made = make_folder(path / "deeper");
    EXPECT_TRUE(made || !made.error().hint.empty()) << path;
  }
  fs::remove_all(folder);
}

TEST(FindProgram, LooksInPathAndSystemFolders) {
  EXPECT_TRUE(find_program("sh"));
  const auto missing = find_program("no-such-program", "some-package");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().hint.find("some-package"), std::string::npos);
}

}  // namespace
}  // namespace misfire
