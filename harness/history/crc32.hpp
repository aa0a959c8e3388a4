// CRC-32 (ISO 3309, as in zlib) of bytes: the checksum of history lines and login records.
#pragma once

#include <boost/crc.hpp>
#include <cstdint>
#include <string_view>

namespace misfire {

inline std::uint32_t crc32(std::string_view bytes) {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

}  // namespace misfire
