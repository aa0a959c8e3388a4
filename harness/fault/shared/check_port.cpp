#include "fault/shared/check_port.hpp"

#include "fault/shared/checks.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = check_port_doc();
  return made;
}

}  // namespace

FaultDoc check_port_doc() {
  FaultDoc doc;
  doc.name = "check-port";
  doc.title = "Health checks at the wrong port";
  doc.about =
      "The checks go to another port than the logins, and nothing listens there: the servers "
      "are taken out though they answer every login. With all of them out, every login is "
      "turned away with 503; with one, its share moves to the others and nobody is harmed "
      "before the next failure.";
  doc.incident =
      "Wikimedia's load balancers had servers that were out of service unnoticed. With all "
      "servers checked at a wrong port no login succeeded in a measurement of this project, "
      "with one of three all did.";
  doc.params = {role_param("servers", "the servers that are checked there", "all"),
                integer_param("port", "a port that no service of theirs has", 1, 1, 65535)};
  return doc;
}

std::int64_t wrong_check_port(const Args& args) {
  return integer_of(doc(), args, "port");
}

Result<std::vector<std::size_t>> servers_checked_elsewhere(const Args& args,
                                                           std::size_t pool_size) {
  return servers_of(doc(), args, "servers", pool_size);
}

Shown check_port_witness(const Args& args, const Observed& seen) {
  const auto servers = servers_checked_elsewhere(args, seen.before.servers.size());
  if (!servers) return {};
  return checks_shown(
      *servers, seen, [](const LiveState::Server& before, const LiveState::Server& now) {
        const bool failed = now.check.starts_with("L4") && now.check != "L4OK";
        return now.check_port != before.check_port && failed && now.status.starts_with("DOWN");
      });
}

}  // namespace misfire
