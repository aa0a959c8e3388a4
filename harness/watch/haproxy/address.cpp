#include "watch/haproxy/address.hpp"

#include <fmt/format.h>

#include <boost/asio/ip/address.hpp>

namespace misfire::watch {

std::string address_text(std::string host, int port) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  if (error) return fmt::format("{}:{}", host, port);
  if (address.is_v6()) return fmt::format("[{}]:{}", address.to_string(), port);
  return fmt::format("{}:{}", address.to_string(), port);
}

}  // namespace misfire::watch
