// The sink's mail side: a minimal SMTP server. Which receiver a mail is for tells the header
// X-Misfire-Receiver, which rendering adds. One thread, the io_context's. Internal to the sink.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "monitor/sink/inbox.hpp"

namespace misfire {

/// One client's connection, until it closes.
void serve_smtp(boost::asio::ip::tcp::socket, Inbox&);

}  // namespace misfire
