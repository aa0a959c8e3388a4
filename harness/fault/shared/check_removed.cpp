#include "fault/shared/check_removed.hpp"

#include <fmt/format.h>

#include "fault/shared/logins.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = check_removed_doc();
  return made;
}

std::string words(const std::string& check) {
  return check.empty() ? "none" : check;
}

/// A server without a check of its own (it may go by another's) has none to lose, and one that
/// forgives as much already is not changed.
bool had_teeth(const Args& args, const LiveState::Server& before) {
  if (before.check.empty()) return false;
  return toothless(args) != Toothless::patient || before.fall != patience_of(args);
}

bool is_toothless(const Args& args, const LiveState::Server& before, const LiveState::Server& now) {
  switch (toothless(args)) {
    case Toothless::removed:
      return now.check.empty() || now.check == "disabled";
    case Toothless::connect:
      return before.check.starts_with("L7") && now.check.starts_with("L4");
    case Toothless::patient:
      return now.fall == patience_of(args);
  }
  return false;
}

}  // namespace

FaultDoc check_removed_doc() {
  FaultDoc doc;
  doc.name = "check-removed";
  doc.title = "Health checks removed or made toothless";
  doc.about =
      "The pool's servers are no longer checked, or by a check that a broken server passes. Nobody "
      "notices: every server counts as up, for ever. The harm waits for the first server that "
      "hangs or fails and keeps its share of the logins: one of three hanging made a third of them "
      "time out. The open-source nginx has no checks to remove: there it is max_fails, by which it "
      "leaves a server alone after failed logins, that is switched off or made patient. Give the "
      "scenario a second fault that makes it bite.";
  doc.incident =
      "Of the critical settings that PCheck (OSDI 2016) studied, 14.0 to 93.2 % are not checked at "
      "start-up and bite only when something else fails; health checks are the plainest of them. "
      "Chef Supermarket, 13 August 2015: health was fine, the function was broken, 248 min until "
      "it "
      "was noticed.";
  doc.params = {
      role_param("servers", "the servers whose checks are meant", "all"),
      choice_param(
          "how",
          "removed: no check; connect: of the whole pool, only whether a connection opens, by a "
          "reload only; patient: only very many failures in a row count, by a reload only",
          {"removed", "connect", "patient"}),
      integer_param("failures", "how many, of a patient check", 1000, 10, 100'000)};
  return doc;
}

Toothless toothless(const Args& args) {
  const std::string how = text_of(doc(), args, "how");
  return how == "connect"   ? Toothless::connect
         : how == "patient" ? Toothless::patient
                            : Toothless::removed;
}

std::int64_t patience_of(const Args& args) {
  return integer_of(doc(), args, "failures");
}

std::vector<std::string> check_removed_ignored(const Args& args) {
  switch (toothless(args)) {
    case Toothless::removed:
      return {"failures"};
    case Toothless::connect:
      return {"servers", "failures"};
    case Toothless::patient:
      return {};
  }
  return {};
}

Result<std::vector<std::size_t>> unchecked_servers(const Args& args, std::size_t pool_size) {
  if (toothless(args) == Toothless::connect) return servers_of_role("all", pool_size);
  return servers_of(doc(), args, "servers", pool_size);
}

Shown check_removed_witness(const Args& args, const Observed& seen) {
  Shown shown;
  const auto servers = unchecked_servers(args, seen.before.servers.size());
  if (!servers) return shown;
  bool any = false, all = true;
  for (const std::size_t i : *servers) {
    const LiveState::Server& before = seen.before.servers[i];
    const auto* now = find_server(seen.now, before.name);
    if (now == nullptr) continue;  // another fault removed it
    shown.evidence.push_back(fmt::format(
        "{}: the balancer's last check is {} (before: {}), and {} failures in a row take "
        "it out (before: {}); its state is {}",
        before.name, words(now->check), words(before.check), now->fall, before.fall, now->status));
    if (!had_teeth(args, before)) continue;
    any = true;
    all = all && is_toothless(args, before, *now);
  }
  shown.shown = any && all;
  return shown;
}

}  // namespace misfire
