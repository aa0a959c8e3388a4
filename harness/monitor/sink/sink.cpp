#include "monitor/sink/sink.hpp"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "monitor/sink/http_sink.hpp"
#include "monitor/sink/inbox.hpp"
#include "monitor/sink/listener.hpp"
#include "monitor/sink/smtp_sink.hpp"

namespace misfire {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

/// The acceptor sets SO_REUSEADDR: the engine holds the port with a socket that never listens.
Result<tcp::acceptor> listen(boost::asio::io_context& io, const Endpoint& on) {
  error_code error;
  const auto address = boost::asio::ip::make_address(on.host, error);
  if (error) return usage_error(fmt::format("{} is not an IP address", on.host));
  try {
    return tcp::acceptor(io, tcp::endpoint(address, static_cast<unsigned short>(on.port)));
  } catch (const boost::system::system_error& failure) {
    return environment_error(
        fmt::format("cannot listen on {}: {}", to_string(on), failure.code().message()));
  }
}

}  // namespace

struct Sink::Servers {
  Servers(tcp::acceptor web, tcp::acceptor mail)
      : http(std::move(web), inbox, serve_http), smtp(std::move(mail), inbox, serve_smtp) {}
  Inbox inbox;
  Listener http, smtp;
  Endpoint http_at, smtp_at;
};

Result<std::unique_ptr<Sink>> Sink::open(boost::asio::io_context& io, const Endpoint& http,
                                         const Endpoint& smtp) {
  auto web = listen(io, http);
  if (!web) return tl::unexpected(web.error());
  auto mail = listen(io, smtp);
  if (!mail) return tl::unexpected(mail.error());
  auto servers = std::make_unique<Servers>(std::move(*web), std::move(*mail));
  servers->http_at = {http.host, servers->http.port()};
  servers->smtp_at = {smtp.host, servers->smtp.port()};
  return std::unique_ptr<Sink>(new Sink(std::move(servers)));
}

Sink::Sink(std::unique_ptr<Servers> servers) : servers_(std::move(servers)) {}
Sink::~Sink() = default;
const Endpoint& Sink::http() const {
  return servers_->http_at;
}
const Endpoint& Sink::smtp() const {
  return servers_->smtp_at;
}

}  // namespace misfire
