#include "base/digest.hpp"

#include <fmt/format.h>

#include <array>

namespace misfire {
namespace {

constexpr std::size_t kBytes = 20;

}  // namespace

Digest::Digest() {
  crypto_generichash_init(&state_, nullptr, 0, kBytes);
}

void Digest::add(std::string_view text) {
  feed(std::to_string(text.size()) + ":");
  feed(text);
}

void Digest::feed(std::string_view bytes) {
  crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()),
                            bytes.size());
}

std::string Digest::hex() {
  std::array<unsigned char, kBytes> raw{};
  crypto_generichash_final(&state_, raw.data(), raw.size());
  std::string text;
  for (const unsigned char byte : raw) text += fmt::format("{:02x}", byte);
  return text;
}

}  // namespace misfire
