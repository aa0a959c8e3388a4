#include "fault/shared/evidence.hpp"

#include <fmt/format.h>

namespace misfire {

Shown configuration_witness(const Observed& seen, const std::string& fault) {
  Shown shown;
  const std::string &before = seen.before.configuration, &now = seen.now.configuration;
  if (now.empty()) {
    shown.evidence.push_back("the balancer does not tell which configuration it runs");
    return shown;
  }
  shown.shown = now == seen.configuration && now != before && seen.now.worker != seen.before.worker;
  shown.evidence.push_back(fmt::format(
      "the worker that serves ({}; before: {}) says that it was started with the configuration {} "
      "(before: {})",
      seen.now.worker, seen.before.worker, now, before));
  shown.evidence.push_back(
      shown.shown ? fmt::format("that is the one with {}; no state shows that by itself, so this "
                                "is weaker evidence than traffic",
                                fault)
                  : fmt::format("the one with {} is {}", fault, seen.configuration));
  return shown;
}

}  // namespace misfire
