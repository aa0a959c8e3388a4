#include "stack/scratch.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.hpp"
#include "monitor/scratch_folder.hpp"

namespace misfire {
namespace {

// As Go makes them in its cache of modules, which is below a part's $HOME.
TEST(Scratch, FoldersThatForbidWritingAreRemoved) {
  const ScratchFolder folder;
  const fs::path run = folder.path / "run", locked = run / "parts/a/go/pkg";
  constexpr int kNobody = 65534;
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && (::chown(folder.path.c_str(), kNobody, kNobody) != 0 ||
                             ::setresuid(kNobody, kNobody, kNobody) != 0)) {
      ::_exit(2);
    }
    if (!make_folder(locked) || !write_file(locked / "x", "") ||
        !write_file(run / "history.jsonl", "")) {
      ::_exit(3);
    }
    fs::permissions(locked, fs::perms::owner_read | fs::perms::owner_exec);
    ::_exit(remove_scratch(run) && !has_parts(run) ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(fs::exists(run / "history.jsonl"));
}

}  // namespace
}  // namespace misfire
