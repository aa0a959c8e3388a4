// One SMTP conversation (RFC 5321) as a state machine over lines: what is said to what. Knows no
// sockets. No TLS and no AUTH are offered, so that clients send as they are told to.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace misfire {

class SmtpSession {
 public:
  /// `deliver` gets each whole message, headers and body, with dots unstuffed.
  SmtpSession(std::size_t most_bytes, std::function<void(std::string)> deliver)
      : most_bytes_(most_bytes), deliver_(std::move(deliver)) {}

  static std::string greeting();
  /// Takes a line without its CRLF; what to answer (empty within a message).
  std::string line(std::string_view);
  /// After QUIT: answer, then close.
  bool ended() const { return ended_; }

 private:
  std::string command(std::string_view);
  std::string data(std::string_view);

  std::size_t most_bytes_;
  std::function<void(std::string)> deliver_;
  bool from_ = false, to_ = false, in_data_ = false, too_large_ = false, ended_ = false;
  std::string message_;
};

/// A header's value, unfolded; empty when there is none. Names compare without case.
std::string mail_header(std::string_view message, std::string_view name);

}  // namespace misfire
