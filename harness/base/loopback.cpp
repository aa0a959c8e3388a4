#include "base/loopback.hpp"

#include <fmt/format.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

namespace misfire {

Result<boost::asio::generic::stream_protocol::endpoint> loopback_only(const Endpoint& to) {
  namespace asio = boost::asio;
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
  if (error || !address.is_loopback()) {
    return environment_error(fmt::format("{} is not a loopback address", to.host),
                             "the harness talks to what it started and to nothing else");
  }
  return asio::generic::stream_protocol::endpoint(
      asio::ip::tcp::endpoint(address, static_cast<unsigned short>(to.port)));
}

}  // namespace misfire
