// Accepts the sink's connections until its io_context ends. One thread, the io_context's. Internal
// to the sink.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "monitor/sink/inbox.hpp"

namespace misfire {

class Listener {
 public:
  /// What becomes of one client's connection.
  using Serve = void (*)(boost::asio::ip::tcp::socket, Inbox&);

  Listener(boost::asio::ip::tcp::acceptor acceptor, Inbox& inbox, Serve serve)
      : acceptor_(std::move(acceptor)), inbox_(inbox), serve_(serve) {
    accept();
  }
  int port() const { return acceptor_.local_endpoint().port(); }

 private:
  void accept();
  boost::asio::ip::tcp::acceptor acceptor_;
  Inbox& inbox_;
  Serve serve_;
};

}  // namespace misfire
