#include "authd/troubles.hpp"

#include <gmock/gmock.h>

#include "authd/fixture.hpp"
#include "authd/raw_client.hpp"
#include "base/files.hpp"
#include "base/wait.hpp"

namespace misfire {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

TEST(Troubles, WithoutTheFileNothingIsWrong) {
  const ScratchFolder folder;
  EXPECT_EQ(read_troubles(folder / "troubles.json"), Troubles{});
}

TEST(Troubles, ReadsWhatIsWrong) {
  const ScratchFolder folder;
  const auto file = folder / "troubles.json";
  const auto read = [&](const char* text) {
    EXPECT_TRUE(write_file(file, text));
    return read_troubles(file);
  };
  EXPECT_EQ(read("{}"), Troubles{});
  EXPECT_EQ(read(R"({"service_time": "200ms"})"), (Troubles{milliseconds(200), 0}));
  EXPECT_EQ(read(R"({"unhealthy": true})"), (Troubles{{}, 0, true}));
  EXPECT_EQ(read(R"({"error_share": 0.25, "service_time": "1s"})"),
            (Troubles{milliseconds(1000), 0.25}));
  for (const char* wrong :
       {"", "[]", R"({"service_time": 200})", R"({"service_time": "soon"})",
        R"({"error_share": 1.5})", R"({"error_share": -1})", R"({"error_share": "1"})",
        R"({"unhealthy": 1})", R"({"slow": true})"}) {
    const auto troubles = read(wrong);
    ASSERT_FALSE(troubles) << wrong;
    EXPECT_THAT(troubles.error().message, HasSubstr("troubles.json")) << wrong;
  }
}

/// A server whose troubles can be changed.
class TroubledServer {
 public:
  explicit TroubledServer(const char* troubles = "{}") : server_(options(troubles)) {}

  void trouble(const std::string& text) {
    EXPECT_TRUE(write_file(file(), text));
    server_.read_troubles();
  }
  int log_in() const {
    const auto answer =
        http(server_.endpoint(),
             {.method = "POST", .target = "/login", .body = credentials("alice", "wonderland")},
             from_seconds(20));
    EXPECT_TRUE(answer);
    return answer ? answer->status : 0;
  }
  void wait_for_login(int status) const {
    SystemClock clock;
    EXPECT_TRUE(wait_for(
        clock, "another answer", from_seconds(20),
        [&]() -> Result<bool> { return log_in() == status; }, milliseconds(2)));
  }
  const RunningServer& server() const { return server_; }

 private:
  std::filesystem::path file() const { return folder_ / "troubles.json"; }
  ServerOptions options(const char* troubles) {
    EXPECT_TRUE(write_file(file(), troubles));
    ServerOptions options;
    options.capacity = {.workers = 3, .service_time = milliseconds(1), .queue = 16};
    options.troubles = file();
    return options;
  }

  ScratchFolder folder_;
  RunningServer server_;
};

TEST(Troubles, LoginsFailAndHealthDoesNotKnow) {
  TroubledServer troubled;
  EXPECT_EQ(troubled.log_in(), 200);
  troubled.trouble(R"({"error_share": 1})");
  troubled.wait_for_login(500);
  const auto health = http(troubled.server().endpoint(), {.target = "/healthz"}, from_seconds(10));
  EXPECT_TRUE(health && health->status == 200);
  EXPECT_GE(troubled.server().metric("auth_logins_total{outcome=\"error\"}"), 1);
  troubled.trouble("{}");
  troubled.wait_for_login(200);
}

TEST(Troubles, AServerThatIsUnhealthySaysSoWhereItIsAsked) {
  const TroubledServer troubled(R"({"unhealthy": true})");
  const auto ask = [&](const char* path) {
    const auto answer = http(troubled.server().endpoint(), {.target = path}, from_seconds(10));
    return answer ? answer->status : 0;
  };
  EXPECT_EQ(ask("/healthz"), 503);
  EXPECT_EQ(ask("/readyz"), 503);
  EXPECT_EQ(ask("/metrics"), 200);
  EXPECT_EQ(troubled.server().metric("auth_healthy"), 0);
  EXPECT_EQ(troubled.log_in(), 200);
}

TEST(Troubles, AShareIsExactlyThatShare) {
  const TroubledServer troubled(R"({"error_share": 0.25})");  // read at the start
  int failed = 0;
  for (int i = 0; i < 40; ++i) failed += troubled.log_in() == 500 ? 1 : 0;
  EXPECT_EQ(failed, 10);
}

TEST(Troubles, WaitingLoginsAreAnsweredAtTheNewPace) {
  TroubledServer troubled(R"({"service_time": "1s"})");
  const auto began = std::chrono::steady_clock::now();
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 9; ++i) {  // three are served, six wait: until 2 s and 3 s after the begin
    clients.push_back(std::make_unique<RawClient>(troubled.server().endpoint()));
    clients.back()->send(post("/login", credentials("alice", "wonderland")));
  }
  troubled.server().wait_for_metric("auth_queue_length", 6);
  troubled.trouble("{}");
  std::vector<std::chrono::steady_clock::duration> answered;
  for (const auto& client : clients) {
    const auto response = client->receive();
    ASSERT_TRUE(response && response->status == 200);
    answered.push_back(std::chrono::steady_clock::now() - began);
  }
  EXPECT_LT(answered.back() - answered.front(), answered.front() / 2);
}

TEST(Troubles, AFileThatCannotBeUnderstoodChangesNothing) {
  TroubledServer troubled(R"({"error_share": 1})");
  EXPECT_EQ(troubled.log_in(), 500);
  testing::internal::CaptureStderr();
  troubled.trouble("{");
  EXPECT_EQ(troubled.log_in(), 500);  // answered after the file was read
  troubled.trouble("{}");
  troubled.wait_for_login(200);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("troubles.json"));
}

TEST(Troubles, AServerDoesNotStartWithAFileThatCannotBeUnderstood) {
  const ScratchFolder folder;
  ASSERT_TRUE(create_store(folder / "accounts.db", {1, 1, {}}));
  ASSERT_TRUE(write_file(folder / "troubles.json", "no"));
  ServerOptions options;
  options.store = folder / "accounts.db";
  options.troubles = folder / "troubles.json";
  const auto server = AuthServer::open(options);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code, ErrorCode::usage);
}

}  // namespace
}  // namespace misfire
