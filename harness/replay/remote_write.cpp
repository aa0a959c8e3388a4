#include "replay/remote_write.hpp"

#include <bit>

namespace misfire {
namespace {

// Wire types of protocol buffers.
constexpr int kVarint = 0;
constexpr int kFixed64 = 1;
constexpr int kBytes = 2;

void put_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  out += static_cast<char>(value);
}

void put_tag(std::string& out, int field, int type) {
  put_varint(out, static_cast<std::uint64_t>(field << 3 | type));
}

void put_bytes(std::string& out, int field, std::string_view bytes) {
  put_tag(out, field, kBytes);
  put_varint(out, bytes.size());
  out += bytes;
}

void put_little_endian(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
}

std::string time_series(const WrittenSeries& series) {
  std::string out;
  for (const auto& [name, value] : series.labels) {  // sorted, as the protocol wants them
    std::string label;
    put_bytes(label, 1, name);
    put_bytes(label, 2, value);
    put_bytes(out, 1, label);
  }
  for (const WrittenSeries::Sample& sample : series.samples) {
    std::string one;
    put_tag(one, 1, kFixed64);
    put_little_endian(one, std::bit_cast<std::uint64_t>(sample.value), 8);
    put_tag(one, 2, kVarint);
    put_varint(one, static_cast<std::uint64_t>(sample.at));
    put_bytes(out, 2, one);
  }
  return out;
}

/// Literals only: what is read again at once need not be small.
std::string in_snappy(std::string_view bytes) {
  constexpr std::size_t kChunk = 1u << 16;
  constexpr unsigned char kLiteralOfTwoByteLength = 61 << 2;
  std::string out;
  put_varint(out, bytes.size());
  while (!bytes.empty()) {
    const std::string_view chunk = bytes.substr(0, kChunk);
    out += static_cast<char>(kLiteralOfTwoByteLength);
    put_little_endian(out, chunk.size() - 1, 2);
    out += chunk;
    bytes.remove_prefix(chunk.size());
  }
  return out;
}

}  // namespace

double stale_marker() {
  return std::bit_cast<double>(std::uint64_t{0x7ff0000000000002});
}

std::string remote_write_body(const std::vector<WrittenSeries>& all) {
  std::string request;
  for (const WrittenSeries& series : all) put_bytes(request, 1, time_series(series));
  return in_snappy(request);
}

}  // namespace misfire
