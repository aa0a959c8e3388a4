// authd with its accounts in a real PostgreSQL: what it answers while all is well, and while
// somebody else is in the way.
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "authd/create_postgres.hpp"
#include "authd/fixture.hpp"
#include "authd/pg.hpp"
#include "authd/postgres_server.hpp"
#include "base/wait.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

std::filesystem::path newest_postgres() {
  std::filesystem::path newest;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", none)) {
    if (std::filesystem::exists(entry.path() / "bin/postgres")) {
      newest = std::max(newest, entry.path() / "bin");
    }
  }
  return newest;
}

/// With the accounts of RunningServer and few connections, until the end of the test.
class Postgres : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(folder_ / "password") << "a secret\n";
    std::ofstream(folder_ / "pgpass") << "*:*:*:*:a secret\n";
    std::filesystem::permissions(folder_ / "pgpass", std::filesystem::perms::owner_read);
#ifdef __SANITIZE_THREAD__
    // unshare wants a program with one thread, and the sanitizer has another.
    if (::geteuid() == 0) GTEST_SKIP() << "under the thread sanitizer root cannot be somebody else";
#endif
    const Endpoint at = port_.endpoint();
    PostgresServer server{newest_postgres(),
                          folder_ / "data",
                          folder_ / "password",
                          {"listen_addresses=" + at.host, "port=" + std::to_string(at.port),
                           "unix_socket_directories=", "max_connections=15",
                           "superuser_reserved_connections=5", "fsync=off"}};
    ASSERT_FALSE(server.programs.empty()) << "install postgresql";
    pid_ = ::fork();
    if (pid_ == 0) {
      ::freopen((folder_ / "log").c_str(), "w", stderr);
      const Error error = become_postgres(server);
      ::fprintf(stderr, "%s\n", to_string(error).c_str());
      ::_exit(3);
    }
    Result<void> made = environment_error("it was not tried");
    wait_until("the store to take its accounts", [&] {
      made = create_postgres_store(address("postgres"), {1, 2, {{"alice", "wonderland"}}});
      return made.has_value();
    });
    ASSERT_TRUE(made) << to_string(made.error()) << read("log");
  }

  void TearDown() override {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGQUIT);  // at once, its children first
    ::waitpid(pid_, nullptr, 0);
  }

  std::string address(const std::string& role) const {
    return "postgresql://" + role + "@" + to_string(port_.endpoint()) +
           "/postgres?passfile=" + (folder_ / "pgpass").string();
  }

  std::string read(std::string_view file) const {
    std::ifstream in(folder_ / file);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  ServerOptions options() const {
    ServerOptions options;
    options.store = address(kServiceRole);
    options.store_limit = 300ms;
    options.store_lifetime = 300ms;
    return options;
  }

  static void wait_until(const char* what, const std::function<bool()>& done) {
    SystemClock clock;
    const auto waited = wait_for(clock, what, 60s, [&]() -> Result<bool> { return done(); });
    EXPECT_TRUE(waited) << to_string(waited.error());
  }

  static int login(const RunningServer& server, const std::string& user,
                   const std::string& password) {
    const auto answer =
        http(server.endpoint(),
             {"POST", "/login", R"({"user":")" + user + R"(","password":")" + password + "\"}", {}},
             10s);
    EXPECT_TRUE(answer) << to_string(answer.error());
    return answer ? answer->status : 0;
  }
  static int health(const RunningServer& server) {
    const auto answer = http(server.endpoint(), {"GET", "/healthz", {}, {}}, 10s);
    return answer ? answer->status : 0;
  }

  ScratchFolder folder_;
  ReservedPort port_;
  pid_t pid_ = -1;
};

TEST_F(Postgres, OpensToTheRightPasswordOnly) {
  const RunningServer server(options());
  EXPECT_EQ(login(server, "alice", "wonderland"), 200);
  EXPECT_EQ(login(server, "alice", "Wonderland"), 401);
  EXPECT_EQ(login(server, "bob", "wonderland"), 401);
  EXPECT_EQ(login(server, "x' OR '1'='1", "x"), 401);
  EXPECT_EQ(health(server), 200);
  EXPECT_EQ(server.metric("auth_store_connections_max"), 3);
  EXPECT_EQ(server.metric("auth_store_errors_total"), 0);
}

TEST_F(Postgres, KeepsNoPasswordButASaltedHash) {
  const auto there = pg_connect(address("postgres"));
  ASSERT_TRUE(there) << to_string(there.error());
  const auto hash =
      pg_run(there->get(), "SELECT password_hash FROM accounts WHERE user_name = 'alice'");
  ASSERT_TRUE(hash);
  EXPECT_THAT(PQgetvalue(hash->get(), 0, 0), HasSubstr("$argon2id$"));
}

TEST_F(Postgres, ALockedTableFailsLoginsAndTheServerIsWell) {
  const RunningServer server(options());
  const auto other = pg_connect(address(kOtherRole));
  ASSERT_TRUE(other) << to_string(other.error());
  ASSERT_TRUE(pg_run(other->get(), "BEGIN; LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE"));
  EXPECT_EQ(login(server, "alice", "wonderland"), 500);
  EXPECT_EQ(health(server), 200) << "the store is in trouble, and there";
  EXPECT_EQ(server.metric("auth_logins_total{outcome=\"store_error\"}"), 1);
  EXPECT_EQ(server.metric("auth_store_errors_total"), 1);
  ASSERT_TRUE(pg_run(other->get(), "COMMIT"));
  EXPECT_EQ(login(server, "alice", "wonderland"), 200);
}

TEST_F(Postgres, WhoTakesAllConnectionsTakesTheServicesToo) {
  const RunningServer server(options());
  EXPECT_EQ(login(server, "alice", "wonderland"), 200);
  server.wait_for_metric("auth_store_connections", 3);
  std::vector<PgHandle> taken;
  wait_until("the last connection to be lost", [&] {
    while (auto one = pg_connect(address(kOtherRole))) taken.push_back(std::move(*one));
    return login(server, "alice", "wonderland") == 500;
  });
  EXPECT_EQ(health(server), 200) << "it keeps a connection of its own";
  EXPECT_EQ(server.metric("auth_store_connections"), 0);
  taken.clear();
  wait_until("the service to have connections again",
             [&] { return login(server, "alice", "wonderland") == 200; });
}

TEST_F(Postgres, AServerThatIsGoneAndComesBackIsFoundAgain) {
  const RunningServer server(options());
  EXPECT_EQ(login(server, "alice", "wonderland"), 200);
  const auto admin = pg_connect(address("postgres"));
  ASSERT_TRUE(admin);
  ASSERT_TRUE(
      pg_run(admin->get(),
             "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'authd'"));
  wait_until("logins to succeed again",
             [&] { return login(server, "alice", "wonderland") == 200; });
  wait_until("health to be well again", [&] { return health(server) == 200; });
}

TEST_F(Postgres, AStoreIsMadeOnceAndAnAccountIsInItOnce) {
  const auto again = create_postgres_store(address("postgres"), {1, 2, {}});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::environment);
  const auto there = pg_connect(address("postgres"));
  ASSERT_TRUE(pg_run(there->get(), "DROP TABLE accounts; DROP ROLE authd; DROP ROLE batch"));
  EXPECT_FALSE(AuthServer::open(options())) << "there are no accounts";
  const auto twice = create_postgres_store(address("postgres"), {1, 2, {{"a", "x"}, {"a", "y"}}});
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, ErrorCode::usage) << to_string(twice.error());
}

}  // namespace
}  // namespace misfire
