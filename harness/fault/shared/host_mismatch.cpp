#include "fault/shared/host_mismatch.hpp"

#include <fmt/format.h>

#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = host_mismatch_doc();
  return made;
}

}  // namespace

FaultDoc host_mismatch_doc() {
  FaultDoc doc;
  doc.name = "host-mismatch";
  doc.title = "Only another host name is served";
  doc.about =
      "A rule asks for a host name that no login has, as after a rename that was finished at one "
      "end only: every login is answered with 404, and no server hears of it. Probes that ask by "
      "address or by the other name find the service well.";
  doc.incident =
      "GitHub Codespaces, 28 June 2022: a name's record was deleted while moving to a new "
      "balancer, 26 min. Google Cloud load balancers, 16 November 2021: 404 for everybody, noticed "
      "after 15 min.";
  doc.params = {text_param("host", "the only name that is let through", "login-new.example.com")};
  return doc;
}

Result<std::string> only_host(const Args& args) {
  std::string host = text_of(doc(), args, "host");
  const bool plain =
      !host.empty() &&
      host.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") ==
          std::string::npos;
  if (plain) return host;
  return usage_error(
      fmt::format("parameter \"host\" of host-mismatch: \"{}\" is no host name", host),
      "it is made of letters, digits, dots and hyphens");
}

Shown host_mismatch_witness(const Args&, const Observed& seen) {
  constexpr int kNotFound = 404;
  constexpr double kAllButStragglers = 0.9;
  return status_witness(seen, {kNotFound}, kAllButStragglers);
}

}  // namespace misfire
