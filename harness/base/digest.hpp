#pragma once

#include <sodium/crypto_generichash.h>

#include <string>
#include <string_view>

namespace misfire {

/// Tells lists of texts apart: BLAKE2b with 160 bits (RFC 7693).
class Digest {
 public:
  Digest();
  /// With its length, so that no two lists of texts look alike.
  void add(std::string_view text);
  /// A part of a file.
  void feed(std::string_view bytes);
  /// Ends it; 40 digits.
  std::string hex();

 private:
  crypto_generichash_state state_;
};

}  // namespace misfire
