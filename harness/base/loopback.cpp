#include "base/loopback.hpp"

#include <fmt/format.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

namespace misfire {

namespace asio = boost::asio;

Result<asio::generic::stream_protocol::endpoint> loopback_only(const Endpoint& to) {
  boost::system::error_code error;
  if (to.path.empty() && !asio::ip::make_address(to.host, error).is_loopback()) {
    return environment_error(fmt::format("{} is not a loopback address", to.host),
                             "the harness talks to what it started and to nothing else");
  }
  return anywhere(to);
}

Result<asio::generic::stream_protocol::endpoint> anywhere(const Endpoint& to) {
  if (!to.path.empty()) {
    try {
      return asio::generic::stream_protocol::endpoint(
          asio::local::stream_protocol::endpoint(to.path));
    } catch (const std::exception&) {
      return environment_error(fmt::format("the socket path {} is too long", to.path));
    }
  }
  boost::system::error_code error;
  const auto address = asio::ip::make_address(to.host, error);
  if (error) return environment_error(fmt::format("{} is not an IP address", to.host));
  return asio::generic::stream_protocol::endpoint(
      asio::ip::tcp::endpoint(address, static_cast<unsigned short>(to.port)));
}

}  // namespace misfire
