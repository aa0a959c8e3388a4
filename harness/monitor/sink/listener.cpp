#include "monitor/sink/listener.hpp"

namespace misfire {

void Listener::accept() {
  acceptor_.async_accept(
      [this](boost::system::error_code error, boost::asio::ip::tcp::socket socket) {
        if (error == boost::asio::error::operation_aborted) return;
        if (!error) serve_(std::move(socket), inbox_);
        accept();
      });
}

}  // namespace misfire
