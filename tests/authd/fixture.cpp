#include "authd/fixture.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/wait.hpp"

namespace misfire {

ScratchFolder::ScratchFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "test_authd.XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "cannot make " << name;
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

ReservedPort::ReservedPort() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const int on = 1;
  ::setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(fd_, any, size) != 0 || ::getsockname(fd_, any, &size) != 0) {
    ADD_FAILURE() << "cannot reserve a port";
  }
  port_ = ntohs(address.sin_port);
}

ReservedPort::~ReservedPort() {
  ::close(fd_);
}

RunningServer::RunningServer(ServerOptions options) {
  const StoreContents contents{1, 2, {{"alice", "wonderland"}}};
  if (const auto made = create_store(store(), contents); !made) {
    throw std::runtime_error(to_string(made.error()));
  }
  if (options.store.empty()) options.store = store();
  if (options.name.empty()) options.name = "auth1";
  auto server = AuthServer::open(options);
  if (!server) throw std::runtime_error(to_string(server.error()));
  server_ = std::move(*server);
  thread_ = std::thread([this] { complete_ = server_->run(); });
}

RunningServer::~RunningServer() {
  server_->drain();
  server_->drain();  // the second call does not wait for anybody
  if (thread_.joinable()) thread_.join();
}

bool RunningServer::wait() {
  thread_.join();
  return complete_;
}

double RunningServer::metric(std::string_view series) const {
  const auto page = http(endpoint(), {.method = "GET", .target = "/metrics"}, from_seconds(10));
  if (!page) {
    ADD_FAILURE() << to_string(page.error());
    return -1;
  }
  const auto at = page->body.find(fmt::format("\n{} ", series));
  if (at == std::string::npos) {
    ADD_FAILURE() << "no series " << series << " in\n" << page->body;
    return -1;
  }
  return std::stod(page->body.substr(at + series.size() + 2));
}

void RunningServer::wait_for_metric(std::string_view series, double value) const {
  SystemClock clock;
  const auto reached = wait_for(
      clock, fmt::format("{} to be {}", series, value), from_seconds(10),
      [&]() -> Result<bool> { return metric(series) == value; }, from_seconds(0.002));
  EXPECT_TRUE(reached) << to_string(reached.error());
}

}  // namespace misfire
