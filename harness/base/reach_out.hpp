// The questions of base/http_client, put to an address that the user names: a balancer that runs in
// earnest, perhaps on another machine. Whoever uses it reads and changes nothing (harness/watch);
// everything else of the harness talks to loopback addresses alone.
#pragma once

#include "base/http_client.hpp"

namespace misfire {

/// As http().
Result<HttpResponse> http_anywhere(const Endpoint&, const HttpRequest&, Duration limit);
/// As converse().
Result<std::string> converse_anywhere(const Endpoint&, std::string_view text, Duration limit);

}  // namespace misfire
