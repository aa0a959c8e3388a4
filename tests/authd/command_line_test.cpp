#include "authd/command_line.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <initializer_list>
#include <vector>

#include "authd/fixture.hpp"
#include "authd/raw_client.hpp"
#include "authd/store.hpp"
#include "base/accounts.hpp"
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
  const TemporaryFolder folder;
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
  const TemporaryFolder folder;
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

TEST(CommandLine, SigtermDrainsAndExitsWithZero) {
  const TemporaryFolder folder;
  const std::string store = folder / "accounts.db";
  ASSERT_EQ(authd({"create-store", "--store", store, "--account", "alice:wonderland"}),
            AuthdExit::done);
  const ReservedPort port;
  const pid_t child = ::fork();
  if (child == 0) {
    const auto exit = authd({"serve", "--listen", to_string(port.endpoint()), "--name", "auth1",
                             "--store", store, "--workers", "1", "--service-time", "300ms"});
    ::_exit(static_cast<int>(exit));
  }
  SystemClock clock;
  const auto ready = wait_for(clock, "authd", from_seconds(20), [&]() -> Result<bool> {
    const auto health = http(port.endpoint(), {.target = "/readyz"}, from_seconds(5));
    return health && health->status == 200;
  });
  EXPECT_TRUE(ready) << to_string(ready.error());
  if (ready) {
    RawClient client(port.endpoint());
    client.send(post("/login", credentials("alice", "wonderland")));
    const auto busy = wait_for(
        clock, "the login", from_seconds(10),
        [&]() -> Result<bool> {
          const auto page = http(port.endpoint(), {.target = "/metrics"}, from_seconds(5));
          return page && page->body.find("auth_logins_in_flight 1\n") != std::string::npos;
        },
        from_seconds(0.005));
    EXPECT_TRUE(busy);
    ::kill(child, SIGTERM);
    const auto response = client.receive();
    EXPECT_TRUE(response && response->status == 200);
  } else {
    ::kill(child, SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace misfire
