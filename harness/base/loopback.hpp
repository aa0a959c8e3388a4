// Where the harness may connect to: loopback addresses and Unix sockets, nothing else.
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>

#include "base/http_client.hpp"

namespace misfire {

/// Errors: an address that is not loopback, a socket path that is too long.
Result<boost::asio::generic::stream_protocol::endpoint> loopback_only(const Endpoint&);

}  // namespace misfire
