// The notification sink: stands where webhook, Slack, PagerDuty and mail services stand, and where
// a second Alertmanager would. Keeps everything that arrives until asked. The program misfire-sink
// owns one; tests run one on a thread of their own. Everything happens on the io_context's thread.
#pragma once

#include <memory>

#include "base/error.hpp"
#include "base/http_client.hpp"

namespace boost::asio {
class io_context;
}

namespace misfire {

class Sink {
 public:
  /// Listens on both addresses (port 0: any free one). Errors: cannot listen there.
  static Result<std::unique_ptr<Sink>> open(boost::asio::io_context&, const Endpoint& http,
                                            const Endpoint& smtp);
  ~Sink();
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  /// Where it really listens.
  const Endpoint& http() const;
  const Endpoint& smtp() const;

 private:
  struct Servers;
  explicit Sink(std::unique_ptr<Servers>);
  std::unique_ptr<Servers> servers_;
};

}  // namespace misfire
