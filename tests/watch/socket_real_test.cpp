// Sockets that do not answer, or answer nonsense: told as what they are, and never as drift.
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <atomic>
#include <mutex>

#include "program.hpp"
#include "watch/haproxy/target.hpp"
#include "watching.hpp"

namespace misfire::watch {
namespace {

using ::testing::IsEmpty;

/// Takes connections, keeps what it reads, and answers what it was given, or nothing at all.
class FakeSocket {
 public:
  FakeSocket(const fs::path& path, std::optional<std::string> answer)
      : answer_(std::move(answer)), listener_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un at = {};
    at.sun_family = AF_UNIX;
    path.string().copy(at.sun_path, sizeof at.sun_path - 1);
    EXPECT_EQ(::bind(listener_, reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
    EXPECT_EQ(::listen(listener_, 8), 0);
    thread_ = std::thread([this] { serve(); });
  }
  ~FakeSocket() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    for (const int fd : held_) ::close(fd);
    ::close(listener_);
  }
  FakeSocket(const FakeSocket&) = delete;
  FakeSocket& operator=(const FakeSocket&) = delete;

  std::string heard() const {
    const std::lock_guard<std::mutex> guard(mutex_);
    return heard_;
  }

 private:
  void serve() {
    for (int fd; (fd = ::accept(listener_, nullptr, nullptr)) >= 0;) {
      char block[4096];
      for (ssize_t n; (n = ::read(fd, block, sizeof block)) > 0;) {
        const std::lock_guard<std::mutex> guard(mutex_);
        heard_.append(block, static_cast<std::size_t>(n));
      }
      if (answer_ && ::write(fd, answer_->data(), answer_->size()) >= 0) {
        ::close(fd);
      } else {
        held_.push_back(fd);
      }
    }
  }

  std::optional<std::string> answer_;
  int listener_;
  std::vector<int> held_;
  mutable std::mutex mutex_;
  std::string heard_;
  std::thread thread_;
};

class FakeHaproxy : public ::testing::Test {
 protected:
  FakeHaproxy() {
    EXPECT_TRUE(write_file(folder_ / "haproxy.cfg", "backend auth\n  server a1 127.99.7.1:1\n"));
  }
  Watching watch() {
    return Watching(
        [this] {
          return std::make_unique<HaproxyTarget>(folder_ / "haproxy.cfg",
                                                 Endpoint{{}, 0, (folder_ / "s").string()});
        },
        folder_ / "state.json");
  }
  Folder folder_;
};

TEST_F(FakeHaproxy, ThatHangsIsSlowAndHasNoDrift) {
  FakeSocket socket(folder_ / "s", std::nullopt);
  Watching watching = watch();
  watching.look(2);
  EXPECT_EQ(watching.status().misses.at(Miss::slow), 2u);
  EXPECT_FALSE(watching.status().up);
  EXPECT_THAT(watching.drift_told(), IsEmpty());
  EXPECT_NE(watching.status().last_try, Instant{});  // it goes on looking
}

TEST_F(FakeHaproxy, ThatIsNotThereIsAway) {
  Watching watching = watch();
  watching.look();
  EXPECT_EQ(watching.status().misses.at(Miss::away), 1u);
  EXPECT_FALSE(watching.status().up);
}

TEST_F(FakeHaproxy, ThatAnswersNonsenseIsToldSo) {
  FakeSocket socket(folder_ / "s", "Unknown command\n\n");
  Watching watching = watch();
  watching.look();
  EXPECT_EQ(watching.status().misses.at(Miss::answer), 1u);
  EXPECT_TRUE(watching.status().up);
  EXPECT_THAT(watching.drift_told(), IsEmpty());
}

TEST_F(FakeHaproxy, HearsQuestionsAndNothingElse) {
  FakeSocket socket(folder_ / "s", "");
  Watching watching = watch();
  watching.look(3);
  std::string heard = socket.heard();
  const std::string question = "show info;show servers state;show stat -1 6 -1\n";
  EXPECT_EQ(heard, question + question + question);
}

}  // namespace
}  // namespace misfire::watch
