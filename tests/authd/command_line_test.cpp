#include "authd/command_line.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <initializer_list>
#include <utility>
#include <vector>

#include "authd/fixture.hpp"
#include "authd/raw_client.hpp"
#include "authd/store.hpp"
#include "base/accounts.hpp"
#include "base/files.hpp"
#include "base/wait.hpp"

namespace misfire {
namespace {

using testing::HasSubstr;

AuthdExit authd(const std::vector<std::string>& words) {
  std::vector<const char*> argv{"authd"};
  for (const std::string& word : words) argv.push_back(word.c_str());
  return authd_main(static_cast<int>(argv.size()), argv.data());
}

struct Said {
  AuthdExit exit;
  std::string text;  ///< on standard error
};

Said complaint(const std::vector<std::string>& words) {
  testing::internal::CaptureStderr();
  const AuthdExit exit = authd(words);
  return {exit, testing::internal::GetCapturedStderr()};
}

TEST(CommandLine, CreatesAStoreThatServesItsAccounts) {
  const ScratchFolder folder;
  const std::string path = folder / "accounts.db";
  ASSERT_EQ(authd({"create-store", "--store", path, "--seed", "9", "--users", "5", "--account",
                   "probe:a:b", "--account", "ops:x"}),
            AuthdExit::done);
  auto store = AccountStore::open(path);
  ASSERT_TRUE(store);
  EXPECT_TRUE(store->find(user_name(4))->has_value());
  EXPECT_FALSE(store->find(user_name(5))->has_value());
  EXPECT_TRUE(store->find("probe")->has_value());
  EXPECT_TRUE(store->find("ops")->has_value());
}

TEST(CommandLine, MistakesAreUsage) {
  const ScratchFolder folder;
  const std::string store = folder / "accounts.db";
  const std::vector<std::string> serve = {"serve", "--store", store, "--name", "auth1", "--listen"};
  const auto with = [&](std::vector<std::string> words, std::initializer_list<std::string> more) {
    words.insert(words.end(), more);
    return words;
  };
  for (const auto& words : std::vector<std::vector<std::string>>{
           {},
           {"sevre"},
           {"serve"},
           {"create-store"},
           {"create-store", "--store", store, "--users", "-1"},
           {"create-store", "--store", store, "--users", "many"},
           {"create-store", "--store", store, "--account", "nopassword"},
           {"create-store", "--store", store, "--account", "a:b", "--account", "a:c"},
           with(serve, {"localhost"}),
           with(serve, {"localhost:80"}),
           with(serve, {"127.0.0.1:70000"}),
           with(serve, {"127.0.0.1:"}),
           with(serve, {"127.0.0.1:0", "--workers", "0"}),
           with(serve, {"127.0.0.1:0", "--queue", "-1"}),
           with(serve, {"127.0.0.1:0", "--service-time", "20"}),
           with(serve, {"127.0.0.1:0", "--name", "a b"}),
       }) {
    const auto [exit, text] = complaint(words);
    EXPECT_EQ(exit, AuthdExit::usage) << testing::PrintToString(words) << text;
    EXPECT_FALSE(text.empty()) << testing::PrintToString(words);
  }
  EXPECT_FALSE(std::filesystem::exists(store));
}

TEST(CommandLine, AMissingStoreAndATakenPortAreTheEnvironment) {
  const auto missing = complaint({"serve", "--listen", "127.0.0.1:0", "--name", "auth1", "--store",
                                  "/nonexistent/accounts.db"});
  EXPECT_EQ(missing.exit, AuthdExit::environment);
  EXPECT_THAT(missing.text, HasSubstr("/nonexistent/accounts.db"));
  EXPECT_THAT(missing.text, HasSubstr("create-store"));

  const RunningServer other({});
  const auto taken = complaint({"serve", "--listen", to_string(other.endpoint()), "--name", "auth1",
                                "--store", other.store().string()});
  EXPECT_EQ(taken.exit, AuthdExit::environment);
  EXPECT_THAT(taken.text, HasSubstr(to_string(other.endpoint())));

  const auto exists = complaint({"create-store", "--store", other.store().string()});
  EXPECT_EQ(exists.exit, AuthdExit::environment);
  EXPECT_THAT(exists.text, HasSubstr("exists"));
}

/// A process that serves alice's logins on a port that is known before.
class ServingProcess {
 public:
  explicit ServingProcess(std::vector<std::string> more) {
    const std::string store = folder_ / "accounts.db";
    EXPECT_EQ(authd({"create-store", "--store", store, "--account", "alice:wonderland"}),
              AuthdExit::done);
    std::vector<std::string> words = {
        "serve", "--listen", to_string(port_.endpoint()), "--name", "auth1", "--store", store};
    words.insert(words.end(), more.begin(), more.end());
    child_ = ::fork();
    if (child_ == 0) ::_exit(static_cast<int>(authd(words)));
    const auto ready = eventually("authd", [&] {
      const auto health = http(endpoint(), {.target = "/readyz"}, from_seconds(5));
      return health && health->status == 200;
    });
    EXPECT_TRUE(ready) << to_string(ready.error());
  }
  ~ServingProcess() {
    if (child_ > 0) end(SIGKILL);
  }

  Endpoint endpoint() const { return port_.endpoint(); }
  void signal(int number) const { ::kill(child_, number); }
  /// The status of waitpid.
  int end(int with) {
    int status = 0;
    ::kill(child_, with);
    const pid_t child = std::exchange(child_, 0);
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return status;
  }

  static Result<void> eventually(const char* what, const std::function<bool()>& done) {
    SystemClock clock;
    return wait_for(
        clock, what, from_seconds(20), [&]() -> Result<bool> { return done(); },
        from_seconds(0.005));
  }

 private:
  ScratchFolder folder_;
  ReservedPort port_;
  pid_t child_ = 0;
};

TEST(CommandLine, SigtermDrainsAndExitsWithZero) {
  ServingProcess server({"--workers", "1", "--service-time", "300ms"});
  RawClient client(server.endpoint());
  client.send(post("/login", credentials("alice", "wonderland")));
  EXPECT_TRUE(ServingProcess::eventually("the login", [&] {
    const auto page = http(server.endpoint(), {.target = "/metrics"}, from_seconds(5));
    return page && page->body.find("auth_logins_in_flight 1\n") != std::string::npos;
  }));
  server.signal(SIGTERM);
  const auto response = client.receive();
  EXPECT_TRUE(response && response->status == 200);
  const int status = server.end(0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(CommandLine, SighupReadsTheTroublesAgain) {
  const ScratchFolder folder;
  const std::filesystem::path file = folder / "troubles.json";
  ServingProcess server({"--troubles", file.string(), "--service-time", "1ms"});
  const auto status_is = [&](int status) {
    return ServingProcess::eventually("another answer", [&] {
      const auto answer =
          http(server.endpoint(),
               {.method = "POST", .target = "/login", .body = credentials("alice", "wonderland")},
               from_seconds(5));
      return answer && answer->status == status;
    });
  };
  EXPECT_TRUE(status_is(200));
  ASSERT_TRUE(write_file(file, R"({"error_share": 1})"));
  EXPECT_EQ(http(server.endpoint(),
                 {.method = "POST", .target = "/login", .body = credentials("alice", "wonderland")},
                 from_seconds(5))
                .value_or(HttpResponse{})
                .status,
            200)
      << "nobody told it to read yet";
  server.signal(SIGHUP);
  EXPECT_TRUE(status_is(500));
  std::filesystem::remove(file);
  server.signal(SIGHUP);
  EXPECT_TRUE(status_is(200));
}

}  // namespace
}  // namespace misfire
