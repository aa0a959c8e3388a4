// An HTTP answer that comes in pieces for as long as the other side likes: events, the progress of
// a build. The blocking client (base/http_client) is for everything else.
#pragma once

#include <memory>

#include "base/http_client.hpp"

namespace misfire {

class HttpStream {
 public:
  /// Sends the request and waits at most `limit` for the header of the answer, whatever its status.
  static Result<HttpStream> open(const Endpoint&, const HttpRequest&, Duration limit);
  HttpStream(HttpStream&&) noexcept;
  ~HttpStream();

  int status() const;
  /// What has come since the last call; waits at most `limit` for the first of it. Errors: the
  /// connection broke, interrupted. Nothing with `ended()`: that was all.
  Result<std::string> read(Duration limit);
  bool ended() const;

 private:
  struct Connection;
  explicit HttpStream(std::unique_ptr<Connection>);
  std::unique_ptr<Connection> connection_;
};

}  // namespace misfire
