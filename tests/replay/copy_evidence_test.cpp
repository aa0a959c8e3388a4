#include "replay/copy_evidence.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>

#include "base/temporary_folder.hpp"

namespace misfire {
namespace {

TEST(CopyEvidence, SaysWhatTheSystemSaid) {
  const TemporaryFolder folder = TemporaryFolder::make("copy").value();
  ASSERT_TRUE(write_file(folder.path() / "from", std::string(100'000, 'x')));
  ASSERT_TRUE(copy_evidence(folder.path() / "from", folder.path() / "to"));
  EXPECT_EQ(read_file(folder.path() / "to").value(), std::string(100'000, 'x'));

  struct rlimit before = {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  struct rlimit small = before;
  small.rlim_cur = 1000;  // a full disk for one process
  const auto old = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto copied = copy_evidence(folder.path() / "from", folder.path() / "too-large");
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old);
  ASSERT_FALSE(copied);
  EXPECT_THAT(copied.error().message, ::testing::HasSubstr("File too large"));
}

}  // namespace
}  // namespace misfire
