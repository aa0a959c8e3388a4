#include "stack/address.hpp"

#include <fmt/format.h>

namespace misfire {

std::string slot_address(int slot) {
  return fmt::format("127.77.{}.1", slot);
}

Endpoint nominal_address(int port) {
  return {slot_address(1), port};
}

}  // namespace misfire
