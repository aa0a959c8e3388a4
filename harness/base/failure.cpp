#include "base/failure.hpp"

#include <fmt/format.h>

#include <new>
#include <system_error>

namespace misfire {

Error error_of(const std::exception& failure) {
  if (dynamic_cast<const std::bad_alloc*>(&failure) != nullptr) {
    return {ErrorCode::environment,
            "there is no memory left",
            "free some, or raise the limit (ulimit -v)",
            {}};
  }
  const auto* system = dynamic_cast<const std::system_error*>(&failure);
  if (system != nullptr && system->code() == std::errc::resource_unavailable_try_again) {
    return {ErrorCode::environment,
            "no further thread can be started",
            "end other programs, or raise the limit of processes and threads (ulimit -u)",
            {}};
  }
  return {ErrorCode::environment,
          fmt::format("misfire failed: {}", failure.what()),
          "whatever it had started was taken down; misfire doctor looks at this machine",
          {}};
}

}  // namespace misfire
