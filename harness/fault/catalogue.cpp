#include <algorithm>

#include "fault/haproxy/haproxy.hpp"
#include "fault/misconfiguration.hpp"

namespace misfire {

const std::vector<Misconfiguration>& misconfigurations(std::string_view balancer) {
  static const std::vector<Misconfiguration> haproxy = {haproxy_reload(), haproxy_weights()};
  static const std::vector<Misconfiguration> none;
  return balancer == "haproxy" ? haproxy : none;
}

const Misconfiguration* find_misconfiguration(const std::string& balancer,
                                              const std::string& name) {
  const auto& known = misconfigurations(balancer);
  const auto found = std::find_if(known.begin(), known.end(), [&](const Misconfiguration& fault) {
    return fault.doc.name == name;
  });
  return found == known.end() ? nullptr : &*found;
}

Catalogue catalogue() {
  Catalogue all;
  for (const Misconfiguration& fault : misconfigurations("haproxy")) all.push_back(fault.doc);
  return all;
}

}  // namespace misfire
