#include "monitor/zone.hpp"

#include <fmt/format.h>

#include <cctype>
#include <cstdint>
#include <vector>

#include "base/files.hpp"

namespace misfire {
namespace {

/// Big-endian numbers of a TZif file (RFC 8536); beyond the end reads as a broken file.
class Bytes {
 public:
  explicit Bytes(std::string_view all) : rest_(all) {}
  bool broken() const { return broken_; }
  void skip(std::size_t n) { take(n); }
  std::string_view take(std::size_t n) {
    if (n > rest_.size()) {
      broken_ = true;
      rest_ = {};
      return {};
    }
    const auto piece = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return piece;
  }
  std::uint64_t unsigned_number(std::size_t width) {
    std::uint64_t value = 0;
    for (const char c : take(width)) value = value << 8 | static_cast<unsigned char>(c);
    return value;
  }

 private:
  std::string_view rest_;
  bool broken_ = false;
};

struct Header {
  char version = 0;
  std::size_t ut_local, standard_wall, leaps, times, types, letters;
  /// Bytes of the data block that follows, with times of this width.
  std::size_t block(std::size_t width) const {
    return times * (width + 1) + types * 6 + letters + leaps * (width + 4) + standard_wall +
           ut_local;
  }
};

Header read_header(Bytes& bytes) {
  Header h{};
  const std::string_view start = bytes.take(20);
  if (start.size() == 20 && start.starts_with("TZif")) h.version = start[4] == 0 ? '1' : start[4];
  for (auto* count : {&h.ut_local, &h.standard_wall, &h.leaps, &h.times, &h.types, &h.letters}) {
    *count = bytes.unsigned_number(4);
  }
  return h;
}

bool plausible(const std::string& zone) {
  if (zone.empty() || zone.front() == '/' || zone.find("..") != zone.npos) return false;
  for (const unsigned char c : zone) {
    if (!std::isalnum(c) && c != '/' && c != '_' && c != '-' && c != '+') return false;
  }
  return true;
}

Result<std::chrono::seconds> offset_in(std::string_view file, std::int64_t at) {
  const auto damaged = [] { return environment_error("the machine's time zone file is damaged"); };
  Bytes bytes(file);
  Header header = read_header(bytes);
  if (header.version < '2') return damaged();  // version 1 ends in 2038 and is not made any more
  bytes.skip(header.block(4));
  header = read_header(bytes);
  if (header.version < '2' || header.types == 0 || bytes.broken()) return damaged();

  std::size_t passed = 0;
  for (std::size_t i = 0; i < header.times && !bytes.broken(); ++i) {
    if (static_cast<std::int64_t>(bytes.unsigned_number(8)) <= at) passed = i + 1;
  }
  const std::string_view kinds = bytes.take(header.times);
  if (bytes.broken()) return damaged();
  const std::size_t kind = passed == 0 ? 0 : static_cast<unsigned char>(kinds[passed - 1]);
  bytes.skip(6 * kind);
  const auto offset = static_cast<std::int32_t>(bytes.unsigned_number(4));
  if (bytes.broken()) return damaged();
  return std::chrono::seconds(offset);
}

}  // namespace

Result<std::chrono::seconds> utc_offset(const std::string& zone, std::chrono::sys_seconds at) {
  if (zone == "UTC" || zone.empty()) return std::chrono::seconds(0);
  const fs::path file = zone == "Local" ? "/etc/localtime" : fs::path("/usr/share/zoneinfo") / zone;
  std::error_code ignored;
  if (zone == "Local" && !fs::exists(file, ignored)) return std::chrono::seconds(0);
  if ((zone != "Local" && !plausible(zone)) || !fs::is_regular_file(file, ignored)) {
    return usage_error(fmt::format("\"{}\" is no time zone that this machine knows", zone),
                       "zones are named as in \"Europe/Berlin\"; the package tzdata has them");
  }
  const auto bytes = read_file(file);
  if (!bytes) return tl::unexpected(bytes.error());
  return offset_in(*bytes, at.time_since_epoch().count());
}

}  // namespace misfire
