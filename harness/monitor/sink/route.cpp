#include "monitor/sink/route.hpp"

#include <charconv>
#include <vector>

namespace misfire {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  for (;;) {
    const auto end = text.find(separator);
    pieces.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::optional<std::string> url_decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

SinkRoute sink_route(std::string_view method, std::string_view target) {
  SinkRoute route;
  const auto question = target.find('?');
  const std::string_view path = target.substr(0, question);
  const std::string_view query =
      question == std::string_view::npos ? std::string_view{} : target.substr(question + 1);

  if (method == "GET" && path == "/-/ready") {
    route.kind = SinkRoute::Kind::ready;
  } else if (method == "GET" && path == "/received") {
    for (const std::string_view parameter : split(query, '&')) {
      if (!parameter.starts_with("from=")) continue;
      const auto from = number_of<long>(parameter.substr(5));
      if (!from) return route;
      route.from = *from;
    }
    route.kind = SinkRoute::Kind::received;
  } else if (method == "POST" && path == "/api/v2/alerts") {
    route.kind = SinkRoute::Kind::alerts;
  } else if (method == "POST" && path.starts_with("/notify/")) {
    const auto pieces = split(path.substr(8), '/');
    if (pieces.size() != 3) return route;
    const auto receiver = url_decode(pieces[0]);
    const auto integration = url_decode(pieces[1]);
    const auto index = number_of<int>(pieces[2]);
    if (!receiver || receiver->empty() || !integration || integration->empty() || !index) {
      return route;
    }
    for (const std::string_view parameter : split(query, '&')) {
      if (parameter == "observer=1") route.observer = true;
    }
    route.receiver = *receiver;
    route.integration = *integration;
    route.index = *index;
    route.kind = SinkRoute::Kind::notify;
  }
  return route;
}

std::optional<MailRoute> mail_route(std::string_view value) {
  const auto slash = value.rfind('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto receiver = url_decode(value.substr(0, slash));
  const auto index = number_of<int>(value.substr(slash + 1));
  if (!receiver || receiver->empty() || !index) return std::nullopt;
  return MailRoute{*receiver, *index};
}

}  // namespace misfire
