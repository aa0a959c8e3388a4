// Cores, load, file descriptors and threads: a machine that cannot keep the pace makes runs
// invalid.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "base/files.hpp"
#include "run/doctor.hpp"

namespace misfire {
namespace {

constexpr rlim_t kDescriptors = 1024;  // logins under way, their connections' other ends, parts
constexpr rlim_t kThreads = 200;       // of all parts; Go's have a dozen each
constexpr double kBusy = 0.7;          // running processes for each core, by the load average

Examined cores() {
  const unsigned count = std::max(1u, std::thread::hardware_concurrency());
  double load[1] = {0};
  const bool known = ::getloadavg(load, 1) == 1;
  Examined finding{Examined::State::good, "cores",
                   fmt::format("{}, load {:.1f} in the last minute", count, load[0]), ""};
  if (known && load[0] > kBusy * count) {
    finding.state = Examined::State::note;
    finding.hint = "busy: runs may be invalid because the machine cannot keep the pace";
  } else if (count < 2) {
    finding.state = Examined::State::note;
    finding.hint = "a run at speed 30 wants two cores";
  } else if (!read_file("/proc/self/schedstat")) {
    finding.state = Examined::State::note;
    finding.hint =
        "this kernel does not tell how long a process waits for a processor, so that nobody sees "
        "when a backend gets none";
  }
  return finding;
}

Examined limit_of(const char* what, rlim_t limit, const char* whose, rlim_t needed,
                  const char* raise) {
  if (limit == RLIM_INFINITY) return {Examined::State::good, what, "no limit", ""};
  Examined finding{Examined::State::good, what, fmt::format("{} {}", limit, whose), ""};
  if (limit < needed) {
    finding.state = Examined::State::note;
    finding.hint = fmt::format("a run may need {}: {} {}", needed, raise, needed);
  }
  return finding;
}

Examined descriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return limit_of("descriptors", limit.rlim_cur, "for each process", kDescriptors, "ulimit -n");
}

/// Processes count as well as their threads. Root has no limit of its own.
Examined threads() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NPROC, &limit);
  if (::geteuid() == 0) limit.rlim_cur = RLIM_INFINITY;
  return limit_of("threads", limit.rlim_cur, "for all of this user's programs", kThreads,
                  "ulimit -u");
}

}  // namespace

Examination examine_resources() {
  return {cores(), descriptors(), threads()};
}

}  // namespace misfire
