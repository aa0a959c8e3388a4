// Where the harness may connect to: loopback addresses and Unix sockets, nothing else. Only what
// looks at a balancer that it did not start (base/reach_out) goes further.
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>

#include "base/http_client.hpp"

namespace misfire {

/// Errors: an address that is not loopback, a socket path that is too long.
Result<boost::asio::generic::stream_protocol::endpoint> loopback_only(const Endpoint&);

/// Any address. Errors: no IP address (names are not looked up: that has no deadline), a socket
/// path that is too long.
Result<boost::asio::generic::stream_protocol::endpoint> anywhere(const Endpoint&);

}  // namespace misfire
