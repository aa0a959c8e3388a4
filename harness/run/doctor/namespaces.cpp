// Whether the guardian can be the init of a PID namespace, so that the kernel ends everything with
// it: tried, since distributions forbid it in different ways.
#include <unistd.h>

#include "base/temporary_folder.hpp"
#include "run/doctor.hpp"
#include "stack/guardian_link.hpp"
#include "stack/ports.hpp"

namespace misfire {
namespace {

bool is(const char* sysctl, const char* value) {
  const auto text = read_file(sysctl);
  return text && *text == std::string(value) + "\n";
}

std::string why_not() {
  if (is("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1")) {
    return "AppArmor restricts them for ordinary users: "
           "sysctl kernel.apparmor_restrict_unprivileged_userns=0";
  }
  if (is("/proc/sys/kernel/unprivileged_userns_clone", "0")) {
    return "ordinary users may not make them: sysctl kernel.unprivileged_userns_clone=1";
  }
  if (is("/proc/sys/user/max_user_namespaces", "0")) {
    return "none is allowed: sysctl user.max_user_namespaces=10000";
  }
  return "a container's seccomp profile forbids them by default: run it with "
         "--security-opt seccomp=unconfined, or live with it";
}

}  // namespace

Examined examine_namespaces() {
  Examined finding{Examined::State::bad, "guardian", "", ""};
  const auto trouble = [&](const Error& error) {
    finding.what = error.message;
    finding.hint = error.hint;
    return finding;
  };
  const auto slot = take_slot();
  if (!slot) return trouble(slot.error());
  const auto folder = TemporaryFolder::make("doctor");
  if (!folder) return trouble(folder.error());
  GuardianOptions options;
  options.slot_lock = slot->lock.get();
  options.run_folder = folder->path();
  const auto guardian = GuardianLink::start(options);
  if (!guardian) return trouble(guardian.error());
  if ((*guardian)->namespaced()) {
    finding.state = Examined::State::good;
    finding.what = "in a PID namespace of its own: everything ends with it, however it ends";
    return finding;
  }
  finding.state = Examined::State::note;
  finding.what =
      "works without a PID namespace: if it is killed as well as the harness, what is "
      "left goes with the next command";
  finding.hint = why_not();
  return finding;
}

}  // namespace misfire
