// What a program may take of the machine.
#pragma once

#include <cstdint>

namespace misfire {

/// 0: as much as there is.
struct Limits {
  std::int64_t memory = 0;  ///< bytes
  double cpus = 0;
  bool operator==(const Limits&) const = default;
};

}  // namespace misfire
