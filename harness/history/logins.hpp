// A login as the load driver saw it, and logins.bin: a header, then one fixed-size checksummed
// and numbered record a login and one that marks the end, so that any window and any per-user share
// can be computed again.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

enum class Outcome : std::uint8_t {
  ok,            ///< 200 and the body of a successful login
  wrong_body,    ///< no error, but not a login (a maintenance page, a redirect)
  denied,        ///< 401 although the password was right
  client_error,  ///< another 4xx
  unavailable,   ///< 503
  server_error,  ///< another 5xx
  refused,       ///< no connection
  broken,        ///< the connection ended before the answer did
  timeout,       ///< no answer within the driver's patience
};
constexpr int kOutcomes = 9;
const char* to_string(Outcome);

struct Login {
  static constexpr std::uint8_t kNoBackend = 255;
  static constexpr std::uint32_t kFlood = 1u << 31;  ///< in `user`: a flood's, none of the plan's
  Instant planned;                                   ///< when the schedule wanted it
  Instant sent;                                      ///< when it was offered to a connection
  Instant answered;                                  ///< when the outcome was known
  std::uint32_t user = 0;
  std::uint16_t status = 0;           ///< HTTP status; 0 without an answer
  std::uint8_t backend = kNoBackend;  ///< index in the pool, from X-Backend
  Outcome outcome = Outcome::ok;
  bool ok() const { return outcome == Outcome::ok; }
  bool of_flood() const { return (user & kFlood) != 0; }
};

/// Writes logins.bin. One thread; buffers, so call `close` (or destroy it) before reading.
class LoginWriter {
 public:
  static Result<std::unique_ptr<LoginWriter>> open(const fs::path& file);
  ~LoginWriter();
  LoginWriter(const LoginWriter&) = delete;
  LoginWriter& operator=(const LoginWriter&) = delete;
  void append(const Login&);
  /// The first error of any write, if there was one.
  Result<void> close();

 private:
  explicit LoginWriter(int fd);
  void flush();
  int fd_;
  std::uint32_t written_ = 0;
  std::vector<char> buffer_;
  std::optional<Error> broken_;
};

struct LoginFile {
  std::vector<Login> logins;  ///< sorted by `planned`
  std::string damage;         ///< empty, or what follows the last whole record
};
Result<LoginFile> read_logins(const fs::path& file);

}  // namespace misfire
