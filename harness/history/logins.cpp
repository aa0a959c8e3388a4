#include "history/logins.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/durable.hpp"
#include "base/instant_range.hpp"
#include "history/crc32.hpp"

namespace misfire {
namespace {

// Everything little-endian. Header: magic (8), version (4), record size (4), zeros to 64.
// Record: planned, sent, answered (8 each, ns since 1970), user (4), status (2), backend (1),
// outcome (1), number of the record from 0 (4), CRC-32 of the 36 bytes before (4). The last record
// is no login but the end: outcome 255, its number the count of logins. So a record that is
// missing, doubled or moved is seen, and so is a file that was cut between two records.
constexpr std::string_view kMagic = "MISFLOGN";
constexpr std::uint32_t kVersion = 2;
constexpr std::size_t kHeader = 64, kRecord = 40, kCovered = 36;
constexpr std::uint8_t kEnd = 255;         // in the place of an outcome
constexpr std::size_t kBuffer = 4 * 1024;  // a hundred logins: a live page shows what is written
constexpr std::size_t kLargest = 4ull << 30;

template <class Number>
void put(std::string& bytes, Number value) {
  for (std::size_t i = 0; i < sizeof value; ++i) {
    bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xff);
  }
}

template <class Number>
Number get(std::string_view bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return static_cast<Number>(value);
}

std::string header() {
  std::string bytes(kMagic);
  put<std::uint32_t>(bytes, kVersion);
  put<std::uint32_t>(bytes, kRecord);
  bytes.resize(kHeader, '\0');
  return bytes;
}

std::string record(const Login& login, std::uint32_t number, std::uint8_t outcome) {
  std::string bytes;
  bytes.reserve(kRecord);
  put<std::int64_t>(bytes, to_nanos(login.planned));
  put<std::int64_t>(bytes, to_nanos(login.sent));
  put<std::int64_t>(bytes, to_nanos(login.answered));
  put<std::uint32_t>(bytes, login.user);
  put<std::uint16_t>(bytes, login.status);
  put<std::uint8_t>(bytes, login.backend);
  put<std::uint8_t>(bytes, outcome);
  put<std::uint32_t>(bytes, number);
  put<std::uint32_t>(bytes, crc32(bytes));
  return bytes;
}

}  // namespace

Result<std::unique_ptr<LoginWriter>> LoginWriter::open(const fs::path& file) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) {
    return environment_error(
        fmt::format("cannot write {}: {}", file.string(), std::strerror(errno)));
  }
  std::unique_ptr<LoginWriter> writer(new LoginWriter(fd));
  if (auto kept = flush_folder(file.parent_path()); !kept) return tl::unexpected(kept.error());
  const std::string head = header();
  writer->buffer_.assign(head.begin(), head.end());
  return writer;
}

LoginWriter::LoginWriter(int fd) : fd_(fd) {
  buffer_.reserve(kBuffer + kRecord);
}
LoginWriter::~LoginWriter() {
  static_cast<void>(close());
}

void LoginWriter::append(const Login& login) {
  const std::string bytes = record(login, written_++, static_cast<std::uint8_t>(login.outcome));
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  if (buffer_.size() >= kBuffer) flush();
}

void LoginWriter::flush() {
  std::size_t done = 0;
  while (done < buffer_.size() && !broken_) {
    const ssize_t n = ::write(fd_, buffer_.data() + done, buffer_.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      broken_ = Error{ErrorCode::environment,
                      fmt::format("logins.bin cannot be written: {}", std::strerror(errno)),
                      errno == ENOSPC ? "free some disk space and run again" : "",
                      {}};
    } else {
      done += static_cast<std::size_t>(n);
    }
  }
  buffer_.clear();
}

Result<void> LoginWriter::close() {
  if (fd_ >= 0) {
    const std::string end = record({}, written_, kEnd);
    buffer_.insert(buffer_.end(), end.begin(), end.end());
    flush();
    // Once: the history's end, which is written after this, says that the logins are whole.
    const bool kept = ::fsync(fd_) == 0 || errno == EINVAL;  // EINVAL: not a file
    if ((::close(fd_) != 0 || !kept) && !broken_) {
      broken_ = Error{ErrorCode::environment,
                      fmt::format("logins.bin cannot be closed: {}", std::strerror(errno)),
                      "",
                      {}};
    }
    fd_ = -1;
  }
  if (broken_) return tl::unexpected(*broken_);
  return {};
}

Result<LoginFile> read_logins(const fs::path& file) {
  const auto read = read_file(file, kLargest);
  if (!read) return tl::unexpected(read.error());
  const std::string_view bytes = *read;
  LoginFile result;
  const std::string head = header();
  if (bytes.substr(0, kHeader) != std::string_view(head).substr(0, bytes.size())) {
    return environment_error(fmt::format("{} is not a login file of this version", file.string()));
  }
  if (bytes.size() < kHeader) {
    result.damage = bytes.empty() ? "logins.bin is empty" : "logins.bin ends within its header";
    return result;
  }
  std::size_t at = kHeader;
  bool ended = false;
  for (; !ended && at + kRecord <= bytes.size(); at += kRecord) {
    const std::string_view r = bytes.substr(at, kRecord);
    const std::size_t number = (at - kHeader) / kRecord;
    const auto outcome = get<std::uint8_t>(r, 31);
    if (get<std::uint32_t>(r, kCovered) != crc32(r.substr(0, kCovered)) ||
        (outcome >= kOutcomes && outcome != kEnd)) {
      result.damage = fmt::format("logins.bin: record {} is damaged", number);
      break;
    }
    if (get<std::uint32_t>(r, 32) != number) {
      result.damage = fmt::format(
          "logins.bin: record {} stands where record {} belongs: records are missing, doubled or "
          "moved",
          get<std::uint32_t>(r, 32), number);
      break;
    }
    if (outcome == kEnd) {
      ended = true;
      continue;
    }
    Login login;
    login.planned = from_nanos(get<std::int64_t>(r, 0));
    login.sent = from_nanos(get<std::int64_t>(r, 8));
    login.answered = from_nanos(get<std::int64_t>(r, 16));
    login.user = get<std::uint32_t>(r, 24);
    login.status = get<std::uint16_t>(r, 28);
    login.backend = get<std::uint8_t>(r, 30);
    login.outcome = static_cast<Outcome>(get<std::uint8_t>(r, 31));
    if (!in_range(login.planned) || !in_range(login.sent) || !in_range(login.answered)) {
      result.damage = fmt::format("logins.bin: record {} is of no time that can be", number);
      break;
    }
    result.logins.push_back(login);
  }
  if (result.damage.empty() && at != bytes.size()) {
    result.damage = ended ? "logins.bin goes on after its end" : "logins.bin ends within a record";
  } else if (result.damage.empty() && !ended) {
    result.damage = "logins.bin has no end";
  }
  std::stable_sort(result.logins.begin(), result.logins.end(),
                   [](const Login& a, const Login& b) { return a.planned < b.planned; });
  return result;
}

}  // namespace misfire
