#include "fault/shared/edits.hpp"

#include <fmt/format.h>

#include <iterator>

namespace misfire {

void add(Edits& to, Edits more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::string address_for(const char* host, const PoolServer& server) {
  constexpr int kHttp = 80;
  return fmt::format("{}:{}", host, server.port == 0 ? kHttp : server.port);
}

}  // namespace misfire
