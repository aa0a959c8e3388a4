#include "base/secrets.hpp"

#include <algorithm>
#include <cctype>

#include "base/secret_parts.hpp"

namespace misfire {
namespace {

constexpr std::size_t kShortest = 6;       // of a value
constexpr std::size_t kShortestPiece = 8;  // of what is cut out of a value
constexpr std::size_t kLongSegment = 12;   // of a URL's path: shorter ones are words

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    c = c == '-' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return out;
}

bool of_a_token(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("_-+/=.~").find(c) != std::string_view::npos;
}

/// A word of the language is no token: "application" stands in too many sentences.
bool looks_random(std::string_view piece) {
  return std::any_of(piece.begin(), piece.end(),
                     [](unsigned char c) { return std::isdigit(c) != 0 || std::isupper(c) != 0; });
}

}  // namespace

bool names_a_secret(std::string_view name) {
  static const std::vector<std::string> parts = {
      "passw",    "secret",      "token",        "credential",  "api_key",
      "apikey",   "service_key", "routing_key",  "user_key",    "access_key",
      "auth_key", "private_key", "cookie_key",   "signing_key", "authorization",
      "x_auth",   "passphrase",  "consumer_key", "app_key",     "application_key"};
  const std::string low = lower(name);
  for (const std::string_view whole :
       {"cookie", "set_cookie", "key", "bearer", "pass", "pw", "sig"}) {
    if (low == whole) return true;
  }
  // DB_PWD, but not PWD, which is a folder.
  for (const std::string_view end : {"_pass", "_pw", "_pwd", "_sig", "signature", "_salt"}) {
    if (low.ends_with(end)) return true;
  }
  return std::any_of(parts.begin(), parts.end(),
                     [&](const std::string& part) { return low.find(part) != low.npos; });
}

std::string without_userinfo(std::string_view url) {
  std::string out;
  std::size_t done = 0;
  for (std::size_t from = 0;;) {
    const std::string_view authority = next_authority(url, from);
    if (authority.data() == nullptr) break;
    const auto begin = static_cast<std::size_t>(authority.data() - url.data());
    if (const std::size_t at = authority.rfind('@'); at != authority.npos) {
      out += url.substr(done, begin - done);
      done = begin + at + 1;
    }
    from = begin + authority.size();
  }
  return out += url.substr(done);
}

void Secrets::keep(std::string_view value) {
  if (std::find(values_.begin(), values_.end(), value) != values_.end()) return;
  const auto place = std::find_if(values_.begin(), values_.end(), [&](const std::string& known) {
    return known.size() < value.size();
  });
  values_.emplace(place, value);
}

void Secrets::add(std::string_view value) {
  if (value.size() < kShortest) return;
  keep(value);
  for (std::size_t begin = 0; begin < value.size();) {
    std::size_t end = begin;
    while (end < value.size() && of_a_token(value[end])) ++end;
    const std::string_view piece = value.substr(begin, end - begin);
    const std::string_view assigned = piece.substr(piece.find('=') + 1);  // "session=VALUE"
    for (const std::string_view one : {piece, assigned}) {
      if (one.size() >= kShortestPiece && looks_random(one)) keep(one);
    }
    begin = end + 1;
  }
}

void Secrets::add_url(std::string_view url) {
  const std::string_view authority = next_authority(url);
  if (authority.data() == nullptr) return add(url);
  const std::size_t end =
      static_cast<std::size_t>(authority.data() - url.data()) + authority.size();
  if (const std::size_t at = authority.rfind('@'); at != authority.npos) {
    const std::string_view user = authority.substr(0, at);
    const std::size_t colon = user.find(':');
    add(colon == user.npos ? user : user.substr(colon + 1));
  }
  if (end + 1 >= url.size()) return;  // only a host: nothing to hide
  keep(url);
  const std::size_t query = std::min(url.find('?', end), url.size());
  const auto each = [&](std::string_view text, std::string_view separators, std::size_t shortest) {
    for (std::size_t from = 0; from <= text.size();) {
      const std::size_t to = std::min(text.find_first_of(separators, from), text.size());
      const std::string_view piece = text.substr(from, to - from);
      if (piece.size() >= shortest && looks_random(piece)) keep(piece);
      from = to + 1;
    }
  };
  each(url.substr(end, query - end), "/", kLongSegment);
  each(url.substr(query), "?&=#", kShortestPiece);
}

void Secrets::add(const Secrets& more) {
  for (const std::string& value : more.values_) keep(value);
}

std::string Secrets::hide(std::string text) const {
  for (const std::string& value : values_) {
    for (std::size_t at = 0; (at = text.find(value, at)) != text.npos; at += kHidden.size()) {
      text.replace(at, value.size(), kHidden);
    }
  }
  return text;
}

Errors Secrets::hide(Errors errors) const {
  for (Error& error : errors) {
    error.message = hide(std::move(error.message));
    error.hint = hide(std::move(error.hint));
  }
  return errors;
}

}  // namespace misfire
