#include "scenario/watch_spec.hpp"

#include <fmt/format.h>

#include <boost/asio/ip/address.hpp>
#include <charconv>

namespace misfire {
namespace {

constexpr std::string_view kHttp = "http://";

std::optional<int> port_of(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return port > 0 && port < 65536 ? std::optional(port) : std::nullopt;
}

}  // namespace

Result<Endpoint> parse_endpoint(std::string_view text) {
  std::string_view rest = text;
  if (rest.starts_with("unix:")) rest.remove_prefix(5);
  if (rest.starts_with("unix@")) rest.remove_prefix(5);
  if (rest.starts_with('/')) return Endpoint{{}, 0, std::string(rest)};
  const std::size_t colon = rest.rfind(':');
  const auto port =
      colon == std::string_view::npos ? std::nullopt : port_of(rest.substr(colon + 1));
  std::string host(rest.substr(0, std::min(colon, rest.size())));
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  boost::system::error_code error;
  static_cast<void>(boost::asio::ip::make_address(host, error));
  if (!port || error) {
    return usage_error(
        fmt::format("\"{}\" is neither a Unix socket nor an IP address with a port", text),
        "write unix:/run/haproxy/admin.sock or 127.0.0.1:9999; names are not looked up");
  }
  return Endpoint{host, *port, {}};
}

Result<StatusPage> parse_status_page(std::string_view text) {
  const auto wrong = [&] {
    return usage_error(fmt::format("\"{}\" is not the address of a status page", text),
                       "write http://127.0.0.1:8080/nginx_status: plain HTTP, an IP address");
  };
  if (!text.starts_with(kHttp)) return wrong();
  const std::string_view rest = text.substr(kHttp.size());
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string host(rest.substr(0, slash));
  const bool has_port = host.rfind(':') != std::string::npos && !host.ends_with(']');
  if (host.empty() || host.starts_with('/')) return wrong();
  const auto at = parse_endpoint(has_port ? host : host + ":80");
  if (!at || !at->path.empty()) return wrong();
  const std::string_view target = rest.substr(slash);
  return StatusPage{*at, target.empty() ? "/" : std::string(target)};
}

}  // namespace misfire
