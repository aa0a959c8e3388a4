// libFuzzer's way in. Built once for each target, with FUZZ_TARGET as its function's name.
#include <cstddef>
#include <cstdint>

#include "property.hpp"
#include "targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  misfire::fuzz::fuzzing = true;
  misfire::fuzz::FUZZ_TARGET({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
