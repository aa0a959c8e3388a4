#include <fmt/format.h>

#include "monitor/read_back.hpp"
#include "monitor/sink/inbox.hpp"

namespace misfire {

Result<std::vector<Event>> SinkReader::pull(Duration limit) {
  return pull(limit, false);
}
Result<std::vector<Event>> SinkReader::pull_rest(Duration limit) {
  return pull(limit, true);
}

Result<std::vector<Event>> SinkReader::pull(Duration limit, bool rest) {
  const auto answer = http(sink_, {"GET", fmt::format("/received?from={}", next_), {}, {}}, limit);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status != 200) {
    return environment_error(
        fmt::format("the sink answers {} when asked what it received", answer->status));
  }
  const auto page = decode_received(answer->body);
  if (!page) return tl::unexpected(page.error());
  // The sink numbers what it received: nothing may be missing or come twice.
  for (const Received& received : page->received) {
    if (received.seq != next_) {
      return environment_error(fmt::format("the sink told of its notification {} where {} was next",
                                           received.seq, next_));
    }
    ++next_;
    matcher_.add(received);
  }
  if (page->next != next_) {
    return environment_error(
        fmt::format("the sink kept notifications {} to {} back", next_, page->next - 1));
  }
  const Instant now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  return rest ? matcher_.take_all(now) : matcher_.take(now);
}

}  // namespace misfire
