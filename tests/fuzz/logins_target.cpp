// logins.bin, as it is and with numbers and checksums that fit.
#include "history/logins.hpp"

#include <algorithm>

#include "history/crc32.hpp"
#include "property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

// logins.cpp says what is where.
constexpr std::size_t kHeader = 64, kRecord = 40, kNumber = 32, kCovered = 36;

bool same(const Login& a, const Login& b) {
  return a.planned == b.planned && a.sent == b.sent && a.answered == b.answered &&
         a.user == b.user && a.status == b.status && a.backend == b.backend &&
         a.outcome == b.outcome;
}

std::string header() {
  const fs::path file = scratch_file("empty.bin", "");
  require(LoginWriter::open(file).value()->close().has_value(), "an empty file can be written");
  return read_file(file).value().substr(0, kHeader);  // behind it stands the end's record
}

void put_number(std::string& bytes, std::size_t at, std::uint32_t number) {
  for (std::size_t i = 0; i < 4; ++i) bytes[at + i] = static_cast<char>(number >> (8 * i) & 0xff);
}

std::string with_numbers_and_checksums(std::string_view records) {
  static const std::string head = header();
  std::string bytes = head + std::string(records);
  for (std::size_t at = kHeader; at + kRecord <= bytes.size(); at += kRecord) {
    put_number(bytes, at + kNumber, static_cast<std::uint32_t>((at - kHeader) / kRecord));
    put_number(bytes, at + kCovered, crc32(std::string_view(bytes).substr(at, kCovered)));
  }
  return bytes;
}

void check(std::string_view bytes) {
  const auto read = read_logins(scratch_file("logins.bin", bytes));
  if (!read) return require(!read.error().message.empty(), "an error says what is wrong");
  require(read->logins.size() <= bytes.size() / kRecord, "there are no more logins than records");
  require(std::is_sorted(read->logins.begin(), read->logins.end(),
                         [](const Login& a, const Login& b) { return a.planned < b.planned; }),
          "logins are sorted by when they were planned");
  for (const Login& login : read->logins) {
    require(static_cast<int>(login.outcome) < kOutcomes, "an outcome is a known one");
  }
  const fs::path file = scratch_file("again.bin", "");
  const auto writer = LoginWriter::open(file).value();
  for (const Login& login : read->logins) writer->append(login);
  require(writer->close().has_value(), "logins can be written");
  const auto again = read_logins(file);
  require(again && again->damage.empty(), "what is written is read without damage");
  require(std::equal(again->logins.begin(), again->logins.end(), read->logins.begin(),
                     read->logins.end(), same),
          "what is written is read as the same");
}

}  // namespace

void logins(std::string_view bytes) {
  check(bytes);
  check(with_numbers_and_checksums(bytes.size() > kHeader ? bytes.substr(kHeader) : bytes));
}

}  // namespace misfire::fuzz
