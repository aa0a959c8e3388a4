#include "monitor/sink/smtp_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/trimmed.hpp"

namespace misfire {
namespace {

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

bool begins(std::string_view text, std::string_view start) {
  return text.size() >= start.size() && same(text.substr(0, start.size()), start);
}

}  // namespace

std::string SmtpSession::greeting() {
  return "220 misfire-sink ESMTP\r\n";
}

std::string SmtpSession::line(std::string_view text) {
  return in_data_ ? data(text) : command(text);
}

std::string SmtpSession::command(std::string_view text) {
  const std::string_view verb = text.substr(0, text.find(' '));
  if (same(verb, "EHLO") || same(verb, "HELO")) {
    from_ = to_ = false;
    if (same(verb, "HELO")) return "250 misfire-sink\r\n";
    return fmt::format("250-misfire-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE {}\r\n",
                       most_bytes_);
  }
  if (begins(text, "MAIL FROM:")) {
    from_ = true;
    to_ = false;
    return "250 2.1.0 ok\r\n";
  }
  if (begins(text, "RCPT TO:")) {
    if (!from_) return "503 5.5.1 MAIL first\r\n";
    to_ = true;
    return "250 2.1.5 ok\r\n";
  }
  if (same(verb, "DATA")) {
    if (!to_) return "503 5.5.1 RCPT first\r\n";
    in_data_ = true;
    too_large_ = false;
    message_.clear();
    return "354 end with a line that is a dot\r\n";
  }
  if (same(verb, "RSET")) {
    from_ = to_ = false;
    return "250 2.0.0 ok\r\n";
  }
  if (same(verb, "NOOP")) return "250 2.0.0 ok\r\n";
  if (same(verb, "QUIT")) {
    ended_ = true;
    return "221 2.0.0 bye\r\n";
  }
  return "502 5.5.2 not offered\r\n";
}

std::string SmtpSession::data(std::string_view text) {
  if (text != ".") {
    if (text.starts_with('.')) text.remove_prefix(1);
    too_large_ = too_large_ || message_.size() + text.size() + 2 > most_bytes_;
    if (!too_large_) message_.append(text).append("\r\n");
    return {};
  }
  in_data_ = from_ = to_ = false;
  if (too_large_) return "552 5.3.4 too large\r\n";
  deliver_(std::move(message_));
  message_ = {};
  return "250 2.0.0 kept\r\n";
}

std::string mail_header(std::string_view message, std::string_view name) {
  std::string value;
  bool found = false;
  while (!message.empty()) {
    const auto end = message.find('\n');
    std::string_view text = message.substr(0, end);
    message.remove_prefix(end == std::string_view::npos ? message.size() : end + 1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.empty()) break;  // the headers end here
    const bool folded = text.front() == ' ' || text.front() == '\t';
    if (found && !folded) break;
    if (folded) {
      if (found) value.append(" ").append(trimmed(text));
      continue;
    }
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || !same(text.substr(0, colon), name)) continue;
    value = trimmed(text.substr(colon + 1));
    found = true;
  }
  return value;
}

}  // namespace misfire
