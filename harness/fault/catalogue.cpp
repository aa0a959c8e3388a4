#include <fmt/format.h>

#include <algorithm>

#include "fault/alert_fault.hpp"
#include "fault/haproxy/haproxy.hpp"
#include "fault/misconfiguration.hpp"
#include "fault/nginx/nginx.hpp"
#include "fault/stressor.hpp"

namespace misfire {
namespace {

/// A line a balancer; the folder of that name has the list of its faults.
struct Kind {
  std::string name;
  std::vector<Misconfiguration> faults;
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {{"haproxy", haproxy_faults()}, {"nginx", nginx_faults()}};
  return all;
}

}  // namespace

const std::vector<std::string>& balancer_kinds() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> found;
    for (const Kind& kind : kinds()) found.push_back(kind.name);
    return found;
  }();
  return names;
}

const std::vector<Misconfiguration>& misconfigurations(std::string_view balancer) {
  static const std::vector<Misconfiguration> none;
  const auto found = std::find_if(kinds().begin(), kinds().end(),
                                  [&](const Kind& kind) { return kind.name == balancer; });
  return found == kinds().end() ? none : found->faults;
}

const Misconfiguration* find_misconfiguration(const std::string& balancer,
                                              const std::string& name) {
  const auto& known = misconfigurations(balancer);
  const auto found = std::find_if(known.begin(), known.end(), [&](const Misconfiguration& fault) {
    return fault.doc.name == name;
  });
  return found == known.end() ? nullptr : &*found;
}

std::string why_unsupported(const std::string& balancer, const std::string& fault,
                            const Args& args) {
  if (find_alert_fault(fault) != nullptr) return "";
  if (const Stressor* stressor = find_stressor(fault)) {
    return stressor->cannot == nullptr ? "" : stressor->cannot(balancer, args);
  }
  const Misconfiguration* known = find_misconfiguration(balancer, fault);
  if (known == nullptr) return fmt::format("there is no {} for {}", fault, balancer);
  return known->cannot == nullptr ? "" : known->cannot(args);
}

std::string why_nothing_to_break(const std::string& balancer, const std::string& fault,
                                 const Config& config) {
  const Misconfiguration* known = find_misconfiguration(balancer, fault);
  return known == nullptr || known->lacks == nullptr ? "" : known->lacks(config);
}

Catalogue catalogue() {
  Catalogue all;
  for (const Kind& kind : kinds()) {
    for (const Misconfiguration& fault : kind.faults) {
      if (find_fault(all, fault.doc.name) == nullptr) all.push_back(fault.doc);
    }
  }
  for (const Stressor& stressor : stressors()) all.push_back(stressor.doc);
  for (const AlertFault& fault : alert_faults()) {
    all.push_back(fault.doc);
    all.back().alert_side = true;
  }
  return all;
}

}  // namespace misfire
