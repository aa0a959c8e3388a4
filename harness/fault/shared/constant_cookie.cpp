#include "fault/shared/constant_cookie.hpp"

#include <fmt/format.h>

#include "fault/shared/logins.hpp"
#include "fault/shared/one_server.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = constant_cookie_doc();
  return made;
}

}  // namespace

FaultDoc constant_cookie_doc() {
  FaultDoc doc;
  doc.name = "constant-cookie";
  doc.title = "Sessions that all stick to one server";
  doc.about =
      "What keeps a client on its server is the same for all clients: a name that is a "
      "constant, or a cookie of which every server has the same value. By a constant, every "
      "login goes where the first one went, and one server gets them all. With one cookie "
      "for all servers nothing is to be seen while clients bring none; whoever brings one "
      "lands on the first server, so that sessions pile up there over hours. The open-source "
      "nginx keeps no clients on servers but by a hash: see one-server-hash.";
  doc.incident =
      "ConfErr (DSN 2008): a line that was copied and only half adapted, as the server lines "
      "with one cookie are, is a family of its own.";
  doc.params = {choice_param(
      "by", "constant: clients stick by a constant; cookie: all servers have one cookie",
      {"constant", "cookie"})};
  return doc;
}

bool by_cookie(const Args& args) {
  return text_of(doc(), args, "by") == "cookie";
}

Shown constant_cookie_witness(const Args& args, const Observed& seen) {
  if (!by_cookie(args)) return one_server_shown(seen);
  Shown shown;
  bool all = !seen.now.servers.empty(), changed = false;
  for (const LiveState::Server& server : seen.now.servers) {
    const auto* before = find_server(seen.before, server.name);
    const std::string was = before == nullptr ? "" : before->cookie;
    shown.evidence.push_back(
        fmt::format("{}: its cookie is {} by the balancer (before: {})", server.name,
                    server.cookie.empty() ? "none" : server.cookie, was.empty() ? "none" : was));
    all = all && !server.cookie.empty() && server.cookie == seen.now.servers.front().cookie;
    changed = changed || server.cookie != was;
  }
  shown.shown = all && changed;
  return shown;
}

}  // namespace misfire
