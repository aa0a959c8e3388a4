#include "replay/xxhash64.hpp"

#include <bit>

namespace misfire {
namespace {

constexpr std::uint64_t kPrime1 = 11400714785074694791U;
constexpr std::uint64_t kPrime2 = 14029467366897019727U;
constexpr std::uint64_t kPrime3 = 1609587929392839161U;
constexpr std::uint64_t kPrime4 = 9650029242287828579U;
constexpr std::uint64_t kPrime5 = 2870177450012600261U;

/// The next `size` bytes as a little-endian number, taken from the front.
std::uint64_t take(std::string_view& bytes, std::size_t size) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < size; ++i) {
    number |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  bytes.remove_prefix(size);
  return number;
}

std::uint64_t round(std::uint64_t lane, std::uint64_t input) {
  return std::rotl(lane + input * kPrime2, 31) * kPrime1;
}

}  // namespace

std::uint64_t xxhash64(std::string_view bytes) {
  const std::uint64_t length = bytes.size();
  std::uint64_t hash = kPrime5;
  if (bytes.size() >= 32) {
    std::uint64_t lanes[4] = {kPrime1 + kPrime2, kPrime2, 0, 0 - kPrime1};
    while (bytes.size() >= 32) {
      for (std::uint64_t& lane : lanes) lane = round(lane, take(bytes, 8));
    }
    hash = std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) +
           std::rotl(lanes[3], 18);
    for (const std::uint64_t lane : lanes) hash = (hash ^ round(0, lane)) * kPrime1 + kPrime4;
  }
  hash += length;
  while (bytes.size() >= 8) {
    hash = std::rotl(hash ^ round(0, take(bytes, 8)), 27) * kPrime1 + kPrime4;
  }
  if (bytes.size() >= 4)
    hash = std::rotl(hash ^ (take(bytes, 4) * kPrime1), 23) * kPrime2 + kPrime3;
  while (!bytes.empty()) hash = std::rotl(hash ^ (take(bytes, 1) * kPrime5), 11) * kPrime1;
  hash = (hash ^ (hash >> 33)) * kPrime2;
  hash = (hash ^ (hash >> 29)) * kPrime3;
  return hash ^ (hash >> 32);
}

}  // namespace misfire
