#include "fault/hides.hpp"

#include <algorithm>

#include "fault/shared/check_removed.hpp"
#include "fault/shared/server_duplicated.hpp"
#include "fault/shared/server_removed.hpp"
#include "fault/shared/server_twice.hpp"

namespace misfire {
namespace {

bool contains(const std::vector<std::size_t>& servers, std::size_t server) {
  return std::find(servers.begin(), servers.end(), server) != servers.end();
}

/// What goes wrong in the checks themselves.
bool is_of_checks(const std::string& fault) {
  return fault.starts_with("check-") || fault == "rise-huge";
}

/// A check that is gone asks for nothing, be it less or more patiently, here or there.
bool takes_the_check(const BoundFault& fault, const BoundFault& hidden, std::size_t pool_size) {
  if (toothless(fault.args) != Toothless::removed) return false;
  if (hidden.kind->doc.name != "check-removed") return true;
  if (toothless(hidden.args) == Toothless::removed) return false;
  const auto gone = unchecked_servers(fault.args, pool_size);
  const auto meant = unchecked_servers(hidden.args, pool_size);
  return gone && meant && std::any_of(meant->begin(), meant->end(), [&](std::size_t server) {
           return contains(*gone, server);
         });
}

}  // namespace

bool hides(const BoundFault& fault, const BoundFault& hidden, std::size_t pool_size) {
  const std::string &one = fault.kind->doc.name, &other = hidden.kind->doc.name;
  if (one == "check-removed" && is_of_checks(other)) {
    return takes_the_check(fault, hidden, pool_size);
  }
  if (fault.kind->takes_logins && hidden.kind->takes_logins) return true;
  // Its name is gone, the copy of its line goes on.
  if (one == "server-twice" && other == "server-removed") {
    const auto doubled = doubled_server(fault.args, pool_size);
    const auto gone = removed_servers(hidden.args, pool_size);
    return doubled && gone && contains(*gone, *doubled);
  }
  if (one != "server-duplicated") return false;
  const auto copied = duplicated_servers(fault.args, pool_size);
  if (!copied) return false;
  // The backend whose server is gone goes on answering for the copies.
  if (other == "server-removed") {
    const auto gone = removed_servers(hidden.args, pool_size);
    return gone && contains(*gone, copied->original);
  }
  // A copy's own backend goes on answering for the copies of the copy.
  if (other == "server-duplicated") {
    const auto copied_again = duplicated_servers(hidden.args, pool_size);
    return copied_again && contains(copied->copies, copied_again->original);
  }
  return false;
}

}  // namespace misfire
