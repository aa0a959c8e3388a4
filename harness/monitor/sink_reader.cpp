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
  next_ = page->next;
  for (const Received& received : page->received) matcher_.add(received);
  const Instant now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  return rest ? matcher_.take_all(now) : matcher_.take(now);
}

}  // namespace misfire
