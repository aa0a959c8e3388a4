// Files that are larger are not looked at.
#pragma once

#include <cstddef>

namespace misfire {

/// Bytes; the largest that people wrote is a tenth of it.
inline constexpr std::size_t kLargestFile = 1 << 20;

}  // namespace misfire
