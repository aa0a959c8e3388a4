#include "watch/page_server.hpp"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <optional>
#include <thread>

namespace misfire::watch {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Response = bhttp::response<bhttp::string_body>;

constexpr std::chrono::seconds kPatience{10};  // for one request or answer; Prometheus asks anew
constexpr int kMostSessions = 64;              // whoever opens more and says nothing waits
constexpr std::uint32_t kMostHeader = 8192;

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, const Pages& pages, int& open)
      : stream_(std::move(socket)), pages_(pages), open_(open) {
    ++open_;
    parser_.header_limit(kMostHeader);
    parser_.body_limit(0);
  }
  ~Session() { --open_; }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void run() {
    stream_.expires_after(kPatience);
    bhttp::async_read(stream_, buffer_, parser_,
                      [self = shared_from_this()](error_code error, std::size_t) {
                        if (!error) self->answer();
                      });
  }

 private:
  void answer() {
    const auto& request = parser_.get();
    const bool head = request.method() == bhttp::verb::head;
    Page page{405, "text/plain; charset=utf-8", "only GET and HEAD\n"};
    if (head || request.method() == bhttp::verb::get) {
      page = pages_(std::string_view(request.target().data(), request.target().size()));
    }
    response_ = Response(static_cast<bhttp::status>(page.status), request.version());
    response_.set(bhttp::field::content_type, page.type);
    response_.keep_alive(false);
    response_.body() = std::move(page.text);
    response_.prepare_payload();
    if (head) response_.body().clear();
    stream_.expires_after(kPatience);
    bhttp::async_write(stream_, response_, [self = shared_from_this()](error_code, std::size_t) {
      error_code ignored;
      self->stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    });
  }

  beast::tcp_stream stream_;
  const Pages& pages_;
  int& open_;
  beast::flat_buffer buffer_;
  bhttp::request_parser<bhttp::string_body> parser_;
  Response response_;
};

}  // namespace

struct PageServer::Server {
  explicit Server(Pages p) : pages(std::move(p)) {}

  void accept() {
    acceptor.async_accept([this](error_code error, tcp::socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (!error && open < kMostSessions) {
        std::make_shared<Session>(std::move(socket), pages, open)->run();
      }
      if (error) {  // out of descriptors, say: not at once again
        later.expires_after(std::chrono::milliseconds(100));
        return later.async_wait([this](error_code) { accept(); });
      }
      accept();
    });
  }

  Pages pages;
  int open = 0;
  asio::io_context io;
  tcp::acceptor acceptor{io};
  asio::steady_timer later{io};
  std::thread thread;
};

PageServer::PageServer(std::unique_ptr<Server> server) : server_(std::move(server)) {}

PageServer::~PageServer() {
  server_->io.stop();
  server_->thread.join();
}

Endpoint PageServer::at() const {
  error_code error;
  const auto at = server_->acceptor.local_endpoint(error);
  return {at.address().to_string(), at.port(), {}};
}

Result<std::unique_ptr<PageServer>> PageServer::open(const Endpoint& where, Pages pages) {
  auto server = std::make_unique<Server>(std::move(pages));
  error_code error;
  const auto address = asio::ip::make_address(where.host, error);
  const auto step = [&](auto&& act) {
    if (!error) act();
  };
  const tcp::endpoint at(address, static_cast<unsigned short>(where.port));
  step([&] { server->acceptor.open(at.protocol(), error); });
  step([&] { server->acceptor.set_option(tcp::acceptor::reuse_address(true), error); });
  step([&] { server->acceptor.bind(at, error); });
  step([&] { server->acceptor.listen(asio::socket_base::max_listen_connections, error); });
  if (error) {
    return environment_error(
        fmt::format("cannot listen at {}: {}", to_string(where), error.message()),
        "--listen 127.0.0.1:PORT chooses another place");
  }
  server->accept();
  server->thread = std::thread([io = &server->io] { io->run(); });
  return std::unique_ptr<PageServer>(new PageServer(std::move(server)));
}

}  // namespace misfire::watch
