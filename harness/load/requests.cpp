#include "load/requests.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/accounts.hpp"
#include "base/http_client.hpp"
#include "base/lower_case.hpp"
#include "base/placeholders.hpp"

namespace misfire {
namespace {

constexpr int kMostKept = 100'000;  // about 30 MB; further ones are made anew for each login

using Escape = std::string (*)(const std::string&);

std::string as_it_is(const std::string& text) {
  return text;
}

/// Between the quotes of a JSON text.
std::string in_json(const std::string& text) {
  const std::string quoted =
      nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

std::string url_encoded(const std::string& text) {
  return url_encode(text);  // a form takes %20 for a space, too
}

std::string in_xml(const std::string& text) {
  std::string out;
  for (const char c : text) {
    out += c == '&'    ? "&amp;"
           : c == '<'  ? "&lt;"
           : c == '>'  ? "&gt;"
           : c == '"'  ? "&quot;"
           : c == '\'' ? "&apos;"
                       : std::string(1, c);
  }
  return out;
}

std::string base64(const std::string& text) {
  std::string out(sodium_base64_encoded_len(text.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(text.data()),
                    text.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();  // its NUL
  return out;
}

Escape escape_of_body(const LoginSpec& login) {
  for (const auto& [name, value] : login.headers) {
    if (lower_case(name) != "content-type") continue;
    const std::string type = lower_case(value);
    if (type.find("json") != type.npos) return in_json;
    if (type.find("x-www-form-urlencoded") != type.npos) return url_encoded;
    if (type.find("xml") != type.npos) return in_xml;
  }
  return as_it_is;
}

std::string filled(const std::string& text, const Credentials& account, Escape escape) {
  return fill_in(text, [&](const std::string& name) {
    if (name == "basic") return base64(account.user + ":" + account.password);
    return escape(name == "user" ? account.user : account.password);
  });
}

}  // namespace

std::string login_request(const LoginSpec& login, const Credentials& account) {
  const std::string body = filled(login.body, account, escape_of_body(login));
  std::string host = login.host, rest;
  for (const auto& [name, value] : login.headers) {
    const std::string key = lower_case(name);
    if (key == "host") {
      host = value;
    } else if (key != "content-length" && key != "connection" && key != "transfer-encoding") {
      rest += fmt::format("{}: {}\r\n", name, filled(value, account, as_it_is));
    }
  }
  const bool has_body = !body.empty() || login.method != "GET";
  if (has_body) rest += fmt::format("Content-Length: {}\r\n", body.size());
  return fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n{}\r\n{}", login.method,
                     filled(login.path, account, url_encoded), host, rest, body);
}

Requests::Requests(int users, std::uint64_t seed, LoginSpec login,
                   std::shared_ptr<const UserList> accounts, bool wrong)
    : seed_(seed),
      login_(std::move(login)),
      accounts_(std::move(accounts)),
      wrong_(wrong),
      kept_(static_cast<std::size_t>(std::min(users, kMostKept))) {}

std::shared_ptr<const std::string> Requests::make(std::uint32_t user) const {
  const int number = static_cast<int>(user);
  const bool listed = accounts_ && user < accounts_->size();
  Credentials account =
      listed ? (*accounts_)[user] : Credentials{user_name(number), password_of(seed_, number)};
  if (wrong_) account.password = "leaked-elsewhere-" + std::to_string(number);
  return std::make_shared<const std::string>(login_request(login_, account));
}

std::shared_ptr<const std::string> Requests::of(std::uint32_t user) {
  if (user >= kept_.size()) return make(user);
  auto& kept = kept_[user];
  if (!kept) kept = make(user);
  return kept;
}

}  // namespace misfire
