#include "authd/raw_client.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace misfire {

RawClient::RawClient(const Endpoint& to) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval limit{10, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(to.port));
  ::inet_pton(AF_INET, to.host.c_str(), &address.sin_addr);
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ADD_FAILURE() << "cannot connect to " << to_string(to);
  }
}

RawClient::~RawClient() {
  ::close(fd_);
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

bool RawClient::read_more() {
  char block[4096];
  const auto n = ::recv(fd_, block, sizeof block, 0);
  if (n > 0) buffer_.append(block, static_cast<std::size_t>(n));
  return n > 0;
}

std::optional<HttpResponse> RawClient::receive(bool to_head) {
  std::size_t head = 0;
  while ((head = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!read_more()) return std::nullopt;
  }
  HttpResponse response;
  response.status = std::stoi(buffer_.substr(buffer_.find(' ') + 1, 3));
  for (std::size_t at = buffer_.find("\r\n") + 2; at < head + 2;) {
    const std::size_t end = buffer_.find("\r\n", at);
    const std::size_t colon = buffer_.find(':', at);
    std::string name = buffer_.substr(at, colon - at);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    response.headers[name] = buffer_.substr(colon + 2, end - colon - 2);
    at = end + 2;
  }
  buffer_.erase(0, head + 4);
  const auto length = response.headers.find("content-length");
  const std::size_t size =
      to_head || length == response.headers.end() ? 0 : std::stoul(length->second);
  while (buffer_.size() < size) {
    if (!read_more()) return std::nullopt;
  }
  response.body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return response;
}

bool RawClient::closed() {
  char byte;
  if (!buffer_.empty()) return false;
  const auto n = ::recv(fd_, &byte, 1, 0);
  return n == 0;
}

std::string post(std::string_view target, std::string_view body, std::string_view headers) {
  return fmt::format("POST {} HTTP/1.1\r\nHost: auth\r\n{}Content-Length: {}\r\n\r\n{}", target,
                     headers, body.size(), body);
}

std::string credentials(std::string_view user, std::string_view password) {
  return nlohmann::json{{"user", user}, {"password", password}}.dump();
}

}  // namespace misfire
