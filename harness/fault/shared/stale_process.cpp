#include "fault/shared/stale_process.hpp"

#include <fmt/format.h>

namespace misfire {

FaultDoc stale_process_doc() {
  FaultDoc doc;
  doc.name = "stale-process";
  doc.title = "The old process serves on";
  doc.about =
      "The file gets a line with a typo, and the balancer refuses it at the reload and goes on "
      "with what it had: the file says one thing, the running process another. By itself that "
      "harms nobody. What was wrong before stays wrong, though: a fault that is taken back while "
      "this one is active goes on, for the file that would end it is refused. A fault that begins "
      "meanwhile would have no effect and is a mistake of the scenario.";
  doc.incident =
      "Google HTTP(S) load balancers, 5 April 2017: balancers served a very old configuration, 22 "
      "min, 25 % of the answers were 502. A failed reload is in no metric of HAProxy 2.6 or of "
      "nginx.";
  return doc;
}

Shown stale_process_witness(const Args&, const Observed& seen) {
  Shown shown;
  const std::string& now = seen.now.configuration;
  shown.shown = !now.empty() && now != seen.configuration;
  shown.evidence.push_back(
      now.empty() ? "the balancer does not tell which configuration it runs"
                  : fmt::format("the worker that serves ({}) says that it was started with the "
                                "configuration {}, and the file is {}",
                                seen.now.worker, now, seen.configuration));
  return shown;
}

}  // namespace misfire
