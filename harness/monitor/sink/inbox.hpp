// Everything that arrived at the sink, in order, and its JSON form: what GET /received answers and
// what the harness's reader decodes. Owned by the sink; one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"

namespace misfire {

/// How something reached the sink: as a notification, as alerts sent by Prometheus, as mail.
enum class SinkProtocol { notify, alerts, smtp };

struct Received {
  std::int64_t seq = 0;  ///< counts from 0
  Instant at = {};       ///< when its last byte had arrived
  SinkProtocol protocol = SinkProtocol::notify;
  std::string receiver = {}, integration = {};  ///< empty for alerts
  int index = 0;
  bool observer = false;
  std::string body = {};  ///< of mail: the whole message, headers included
};

class Inbox {
 public:
  /// Numbers it and stamps it with the time.
  void add(Received);
  /// {"next": M, "received": […]} with everything from number `from` on. Bytes that are not UTF-8
  /// become U+FFFD.
  std::string since(std::int64_t from) const;

 private:
  std::vector<Received> all_;
};

struct ReceivedPage {
  std::int64_t next = 0;
  std::vector<Received> received;
};
/// Reads what `Inbox::since` wrote.
Result<ReceivedPage> decode_received(std::string_view json);

}  // namespace misfire
