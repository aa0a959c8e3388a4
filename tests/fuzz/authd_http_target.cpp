// authd's HTTP, at the real connection: every request is answered as documented, the connection
// ends with the client, and how the bytes were cut into pieces makes no difference.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "authd/api.hpp"
#include "authd/authenticator.hpp"
#include "authd/connection.hpp"
#include "authd/create_store.hpp"
#include "authd/login_service.hpp"
#include "authd/store.hpp"
#include "property.hpp"
#include "socket_pair.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

constexpr std::array kStatuses = {200, 400, 401, 404, 405, 413, 431};

fs::path store() {
  const fs::path file = scratch_file("accounts.db", "");
  fs::remove(file);
  require(create_store(file, {1, 2, {{"alice", "wonderland"}}}).has_value(), "a store can be made");
  return file;
}

/// The backend without its listener. A login takes no time, so that nothing waits.
struct Backend {
  boost::asio::io_context io{1};
  AuthMetrics metrics{from_nanos(0)};
  LoginService service{
      io, Authenticator::create(file_users(AccountStore::open(store()).value()), metrics).value(),
      CapacitySpec{3, Duration(0), 16}, metrics};
  Api api{service};
  ConnectionSet connections;
  ConnectionLimits limits;
  std::string name = "auth1";
};

/// The status of each answer; an invitation to go on is none.
std::vector<int> statuses(std::string_view answers) {
  std::vector<int> found;
  constexpr std::string_view start = "HTTP/1.";
  for (std::size_t at = 0; (at = answers.find(start, at)) != answers.npos; at += start.size()) {
    const std::string code(answers.substr(std::min(at + start.size() + 2, answers.size()), 3));
    const int status = std::atoi(code.c_str());
    if (status == 100) continue;
    require(std::find(kStatuses.begin(), kStatuses.end(), status) != kStatuses.end(),
            fmt::format("an answer is a documented one, not \"{}\"", code));
    found.push_back(status);
  }
  return found;
}

std::string converse(Backend& backend, std::string_view bytes, std::size_t piece) {
  SocketPair pair;
  std::make_shared<Connection>(server_socket<Connection::Socket>(pair, backend.io), backend.api,
                               backend.connections, backend.limits, backend.name)
      ->start();
  std::string answers = pair.converse(backend.io, bytes, piece);
  require(answers.empty() || answers.starts_with("HTTP/1."), "an answer is HTTP");
  require(backend.connections.live.empty(), "no connection stays");
  return answers;
}

}  // namespace

void authd_http(std::string_view bytes) {
  static Backend backend;
  const auto at_once = statuses(converse(backend, bytes, 0));
  const auto in_pieces = statuses(converse(backend, bytes, 1 + bytes.size() / 3));
  require(at_once == in_pieces, "how the bytes were cut makes no difference");
}

}  // namespace misfire::fuzz
