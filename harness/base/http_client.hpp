// The one blocking HTTP client, for control traffic: readiness, queries, reloads. The login driver
// has its own. Every call has a deadline; loopback and Unix sockets only.
#pragma once

#include <map>
#include <string>

#include "base/clock.hpp"
#include "base/error.hpp"

namespace misfire {

/// Where something listens: an IP address and port, or a Unix socket (path set, port 0).
struct Endpoint {
  std::string host;
  int port = 0;
  std::string path = {};  ///< of a Unix socket
  bool operator==(const Endpoint&) const = default;
};

/// "127.77.1.1:20001".
std::string to_string(const Endpoint&);

struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";
  std::string body = {};
  std::map<std::string, std::string> headers = {};
};

struct HttpResponse {
  int status = 0;
  std::string body;
  std::map<std::string, std::string> headers;  ///< names in lower case
};

/// One request on a fresh connection. Any status is a response; errors are about reaching it.
Result<HttpResponse> http(const Endpoint&, const HttpRequest&, Duration limit);

/// Sends `text` over a stream socket, half-closes, and reads until the peer closes (HAProxy's
/// Runtime API).
Result<std::string> converse(const Endpoint&, std::string_view text, Duration limit);

/// Percent-encodes everything but unreserved characters (RFC 3986, section 2.3).
std::string url_encode(std::string_view);

}  // namespace misfire
