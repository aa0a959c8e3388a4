// A client that sends exactly the bytes it is told and reads one answer at a time, for what a
// well-behaved HTTP client would never do. Reads give up after ten seconds.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/http_client.hpp"

namespace misfire {

class RawClient {
 public:
  explicit RawClient(const Endpoint&);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  /// False when the other side has closed.
  bool send(std::string_view bytes);
  /// The next answer; nothing when the connection ends first. An answer to HEAD has no body,
  /// whatever length it announces.
  std::optional<HttpResponse> receive(bool to_head = false);
  /// Whether the other side closes (within ten seconds), without a reset or anything more.
  bool closed();

 private:
  bool read_more();
  int fd_ = -1;
  std::string buffer_;
};

/// A whole POST request with the body's length.
std::string post(std::string_view target, std::string_view body, std::string_view headers = {});
/// The body of a login request.
std::string credentials(std::string_view user, std::string_view password);

}  // namespace misfire
