#include "run/processor_account.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace misfire {

std::optional<ProcessorAccount> processor_account(std::string_view text) {
  std::array<std::int64_t, 3> numbers{};
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (std::int64_t& number : numbers) {
    while (at != end && *at == ' ') ++at;
    const auto [stop, error] = std::from_chars(at, end, number);
    if (error != std::errc() || number < 0) return {};
    at = stop;
  }
  return ProcessorAccount{std::chrono::nanoseconds(numbers[0]),
                          std::chrono::nanoseconds(numbers[1]), numbers[2]};
}

ThreadWaits::Look ThreadWaits::look(const ProcessorAccount& now, Steady at) {
  Look seen;
  if (last_) {
    seen.ran = now.ran - last_->ran;
    unfinished_ += now.waited - last_->waited;
    if (now.turns != last_->turns) {
      // All other waits lie between the two looks; the rest is the one that had begun before.
      seen.waited = std::max(unfinished_ - (at - last_at_), Duration());
      unfinished_ = {};
    }
  }
  last_ = now;
  last_at_ = at;
  return seen;
}

}  // namespace misfire
