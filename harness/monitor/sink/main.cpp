#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <iostream>

#include "monitor/sink/sink.hpp"

namespace {

misfire::Endpoint endpoint_of(const std::string& text) {
  const auto colon = text.rfind(':');
  const std::string port = colon == text.npos ? "" : text.substr(colon + 1);
  if (port.empty() || port.size() > 5 || port.find_first_not_of("0123456789") != port.npos ||
      std::stoi(port) > 65535) {
    throw CLI::ValidationError(text + " is not IP:PORT");
  }
  return {text.substr(0, colon), std::stoi(port)};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Keeps every notification that arrives.\nExample: misfire-sink --listen "
      "127.0.0.1:9094 --smtp 127.0.0.1:2525");
  std::string http, smtp;
  app.add_option("--listen", http, "IP:PORT for webhooks, Slack, PagerDuty, alerts")->required();
  app.add_option("--smtp", smtp, "IP:PORT for mail")->required();
  try {
    app.parse(argc, argv);
    boost::asio::io_context io(1);
    const auto sink = misfire::Sink::open(io, endpoint_of(http), endpoint_of(smtp));
    if (!sink) {
      std::cerr << to_string(sink.error()) << "\n";
      return sink.error().code == misfire::ErrorCode::usage ? 2 : 3;
    }
    boost::asio::signal_set signals(io, SIGTERM, SIGINT);
    signals.async_wait([&](boost::system::error_code, int) { io.stop(); });
    io.run();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return 0;
}
