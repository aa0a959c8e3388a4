// A backend fails its logins, and its health check knows nothing of it, or is not heeded.
#include <fmt/format.h>

#include "fault/stressors/stressors.hpp"

namespace misfire {
namespace {

constexpr double kLeastProgress = 0.5;  // of the share that was asked for

/// A server that is full fails logins, too, but not with 500.
double failed_share(double errors, double answered) {
  return answered > 0 ? errors / answered : 0;
}

bool is_told(const Args& args) {
  return std::get<std::string>(args.at("health")) == "unwell";
}

double logins_needed(const Args& args) {
  return kFewest / number_of(args, "share");
}

std::string says(const Args& args, const std::vector<std::string>& servers) {
  return fmt::format("{} {} {:g} % of the logins with 500, and GET /healthz with {}",
                     named(servers), servers.size() == 1 ? "answers" : "answer",
                     100 * number_of(args, "share"), is_told(args) ? "503" : "200");
}

Result<void> inject(const Args& args, const Stroke& stroke, Stressed& stack) {
  const double share = number_of(args, "share");
  const bool told = is_told(args);
  return each(stroke, [&](std::size_t server) { return stack.fail_logins(server, share, told); });
}

Result<void> revert(const Args&, const Stroke& stroke, Stressed& stack) {
  return each(stroke, [&](std::size_t server) { return stack.fail_logins(server, 0, false); });
}

Shown witness(const Args& args, const std::vector<std::size_t>& servers, const Sight& sight) {
  Shown shown{true, {}};
  for (const std::size_t i : servers) {
    const ServerSeen& server = sight.servers[i];
    const double before = failed_share(static_cast<double>(server.before.errors),
                                       static_cast<double>(server.before.answered));
    const double since = failed_share(server.own.errors, server.own.answered);
    shown.evidence.push_back(
        fmt::format("{} answered {:.1f} % of {:.0f} logins with 500 (before: {:.1f} %)",
                    server.name, 100 * since, server.own.answered, 100 * before));
    shown.evidence.push_back(
        fmt::format("{} answers GET /healthz with {}", server.name,
                    server.health == Health::well ? "200" : "something other than 200"));
    const bool told = is_told(args);
    const bool as_meant = server.health == (told ? Health::unwell : Health::well);
    const bool enough = server.own.answered >= logins_needed(args);
    const bool grew = since >= before + kLeastProgress * number_of(args, "share");
    // One that says so is soon left out: what it says must do then.
    shown.shown = shown.shown && as_meant && (enough ? grew : told);
  }
  return shown;
}

}  // namespace

Stressor errors_stressor() {
  Stressor stressor;
  stressor.doc.name = "errors";
  stressor.doc.title = "A backend fails logins while its health check is well";
  stressor.doc.about =
      "These servers answer that share of their logins with 500, while GET /healthz goes on saying "
      "200: whatever they need for a login is broken, and the check does not ask for it. The "
      "balancer goes on sending them their share; one that prefers who answers fastest, more. With "
      "health = \"unwell\" GET /healthz says 503: who asks and heeds it leaves them out.";
  stressor.doc.incident =
      "Chef Supermarket, 13 August 2015: cut over to a cluster whose endpoint was broken while "
      "every health check was well; noticed after 248 minutes, over after 387.";
  stressor.doc.stressor = true;
  stressor.doc.params = {
      role_param("servers", "which servers fail their logins", "first"),
      number_param("share", "of their logins that fail", 1, 0.01, 1),
      choice_param("health", "what they say of it when they are asked", {"well", "unwell"})};
  stressor.hold = Hold::answers;
  stressor.strokes = at_once;
  stressor.says = says;
  stressor.inject = inject;
  stressor.revert = revert;
  stressor.witness = witness;
  stressor.logins_needed = logins_needed;
  return stressor;
}

}  // namespace misfire
