// What a request to the sink asks for, from its method and target alone. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace misfire {

struct SinkRoute {
  enum class Kind { notify, alerts, received, ready, unknown };
  Kind kind = Kind::unknown;
  std::string receiver, integration;  ///< of notify
  int index = 0;
  bool observer = false;
  long from = 0;  ///< of received
};

/// Targets: /notify/RECEIVER/INTEGRATION/INDEX[?observer=1], /api/v2/alerts, /received?from=N,
/// /-/ready. Anything else, and anything malformed, is unknown.
SinkRoute sink_route(std::string_view method, std::string_view target);

/// Decodes %XX; nothing when an escape is broken.
std::optional<std::string> url_decode(std::string_view);

/// "RECEIVER/INDEX" with the receiver percent-encoded, as the header X-Misfire-Receiver of a mail
/// carries it.
struct MailRoute {
  std::string receiver;
  int index = 0;
};
std::optional<MailRoute> mail_route(std::string_view);

}  // namespace misfire
