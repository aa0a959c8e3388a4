// XXH64 with seed 0, as Prometheus hashes labels by. Pure.
#pragma once

#include <cstdint>
#include <string_view>

namespace misfire {

std::uint64_t xxhash64(std::string_view bytes);

}  // namespace misfire
