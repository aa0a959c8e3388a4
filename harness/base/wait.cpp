#include "base/wait.hpp"

#include <fmt/format.h>

#include "base/interrupt.hpp"

namespace misfire {

Result<void> wait_for(Clock& clock, std::string_view what, Duration limit,
                      const std::function<Result<bool>()>& done, Duration pause) {
  const Instant deadline = clock.now() + limit;
  for (;;) {
    if (const auto go_on = not_interrupted(); !go_on) return go_on;
    const Result<bool> answer = done();
    if (!answer) return tl::unexpected(answer.error());
    if (*answer) return {};
    if (clock.now() >= deadline) {
      return environment_error(
          fmt::format("waited {:.1f} s in vain for {}", to_seconds(limit), what));
    }
    clock.sleep_until(std::min(deadline, clock.now() + pause));
  }
}

}  // namespace misfire
