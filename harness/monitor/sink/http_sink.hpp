// The sink's HTTP side: keeps what arrives, answers as the real services do. One thread, the
// io_context's. Internal to the sink.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "monitor/sink/inbox.hpp"

namespace misfire {

constexpr std::size_t kMostSinkBody = 4u << 20;  // far above any notification; keeps memory bounded

/// One client's connection, until it closes.
void serve_http(boost::asio::ip::tcp::socket, Inbox&);

}  // namespace misfire
