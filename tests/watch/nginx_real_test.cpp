// A watch of a real nginx, which tells nothing of its servers: what runs is known by the file and
// by the ages of its workers.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "base/http_client.hpp"
#include "program.hpp"
#include "watch/nginx/processes.hpp"
#include "watch/nginx/target.hpp"
#include "watching.hpp"

namespace misfire::watch {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

class WatchedNginx : public ::testing::Test {
 protected:
  WatchedNginx() {
    write(1);
    start();
    watching_.emplace([this] { return target(); }, folder_ / "state.json");
    EXPECT_TRUE(watching_->looks_until([this] { return watching_->told("approved"); }));
    watching_->forget();
  }

  std::unique_ptr<Target> target() {
    return std::make_unique<NginxTarget>(folder_ / "nginx.conf",
                                         StatusPage{Endpoint{{}, 0, socket_}, "/status"},
                                         folder_ / "nginx.pid");
  }
  void write(int weight) {
    ASSERT_TRUE(write_file(folder_ / "pool.conf",
                           "upstream auth { server 127.99.7.1:1 weight=" + std::to_string(weight) +
                               "; server 127.99.7.2:1; }\n"));
    ASSERT_TRUE(write_file(
        folder_ / "nginx.conf",
        "daemon off; worker_processes 2; pid " + (folder_ / "nginx.pid").string() +
            "; error_log stderr notice; events {} http { access_log off; include pool.conf; "
            "client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; "
            "uwsgi_temp_path t4; scgi_temp_path t5; server { listen unix:" +
            socket_ +
            "; location /status { stub_status; } location / { proxy_pass http://auth; } } }\n"));
  }
  void start() {
    std::error_code ignored;
    fs::remove(socket_, ignored);  // one that was killed leaves it behind
    nginx_.emplace(
        std::vector<std::string>{find_program("nginx").value().string(), "-p",
                                 folder_.path().string() + "/", "-e", "stderr", "-c", "nginx.conf"},
        folder_ / "log");
    ASSERT_TRUE(eventually([this] { return !generation().empty(); }));
  }
  std::string generation() {
    const auto worker = nginx_generation(folder_ / "nginx.pid");
    return worker ? worker->name : "";
  }
  void reload() {
    const std::string before = generation();
    nginx_->signal(SIGHUP);
    ASSERT_TRUE(eventually([&] { return generation() != before && !generation().empty(); }));
  }
  int some_worker() const {
    std::ifstream pid_file(folder_ / "nginx.pid");
    std::string master;
    pid_file >> master;
    for (const auto& entry : fs::directory_iterator("/proc")) {
      std::ifstream status(entry.path() / "status");
      std::stringstream text;
      text << status.rdbuf();
      if (text.str().find("\nPPid:\t" + master + "\n") != std::string::npos) {
        return std::stoi(entry.path().filename().string());
      }
    }
    return 0;
  }

  Folder folder_;
  std::string socket_ = (folder_ / "nginx.sock").string();
  std::optional<Program> nginx_;
  std::optional<Watching> watching_;
};

TEST_F(WatchedNginx, AnIncludedFileThatIsEditedIsDriftUntilItIsLoadedAndApproved) {
  write(9);
  EXPECT_TRUE(watching_->looks_until([this] { return watching_->status().drifts.size() == 2; }));
  EXPECT_THAT(watching_->drift_told(),
              Contains("drift-began the file was changed and is not loaded"));
  EXPECT_THAT(watching_->drift_told(),
              Contains("drift-began auth/127.99.7.1:1: weight is 1, 9 in the file"));
  reload();
  watching_->look(4);
  ASSERT_EQ(watching_->status().drifts.size(), 2u);
  EXPECT_EQ(watching_->status().drifts[0].what.against, Against::approved);
  watching_->approve();
  EXPECT_TRUE(watching_->looks_until([this] { return watching_->status().drifts.empty(); }));
}

TEST_F(WatchedNginx, ThatIsReloadedKilledAndStartedHasNoDrift) {
  reload();
  watching_->look(2);
  nginx_->end(SIGKILL);
  EXPECT_TRUE(watching_->looks_until([this] { return watching_->told("away"); }));
  start();
  EXPECT_TRUE(watching_->looks_until([this] { return watching_->status().up; }));
  watching_->look(3);
  EXPECT_THAT(watching_->drift_told(), IsEmpty());
}

TEST_F(WatchedNginx, AWorkerThatDiedAndWasReplacedLoadedNothing) {
  write(9);
  const int worker = some_worker();
  ASSERT_GT(worker, 0);
  ::kill(worker, SIGKILL);
  EXPECT_TRUE(watching_->looks_until([this] { return watching_->status().drifts.size() >= 1; }));
  EXPECT_THAT(watching_->drift_told(),
              Contains("drift-began the file was changed and is not loaded"));
}

}  // namespace
}  // namespace misfire::watch
