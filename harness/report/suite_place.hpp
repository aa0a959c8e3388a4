// Which run of a suite one is.
#pragma once

#include <cstddef>

namespace misfire {

/// A suite of one needs no mention.
struct SuitePlace {
  std::size_t number = 1, of = 1;
};

}  // namespace misfire
