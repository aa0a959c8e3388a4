// The control: a reload of the unchanged file. Whoever is paged by it is paged by every deployment.
#include <fmt/format.h>

#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const Config&, const Args&) {
  return Edits{};
}

Shown witness(const Args&, const LiveState& before, const LiveState& now, const LoginTally&) {
  Shown shown;
  const bool replaced = before.worker != now.worker;
  shown.evidence.push_back(
      replaced
          ? fmt::format("a new HAProxy worker serves ({}; before: {})", now.worker, before.worker)
          : fmt::format("the HAProxy worker was not replaced ({})", now.worker));
  const std::vector<std::string> found = differences(before, now);
  if (found.empty()) {
    shown.evidence.push_back("weights, states, addresses and limits are as before");
  } else {
    shown.evidence.insert(shown.evidence.end(), found.begin(), found.end());
  }
  shown.shown = replaced && found.empty();
  return shown;
}

}  // namespace

Misconfiguration haproxy_reload() {
  Misconfiguration fault;
  fault.doc.name = "reload";
  fault.doc.title = "Reload of the unchanged configuration";
  fault.doc.about =
      "The file is reloaded as it is: a new worker takes over, counters start from zero, nothing "
      "else changes. It is the control of every scenario, since each deployment does the same.";
  fault.doc.incident =
      "Nothing went wrong: alerts that fire here are always on, or take a restart of the counters "
      "for an outage.";
  fault.doc.needs_duration = false;
  fault.edit = edit;
  fault.witness = witness;
  return fault;
}

}  // namespace misfire
