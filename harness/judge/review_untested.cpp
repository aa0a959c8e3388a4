#include "judge/review_untested.hpp"

#include <algorithm>
#include <set>

namespace misfire {

void find_untested(const std::vector<ReviewColumn>& columns, const std::string& system,
                   Review& out) {
  std::vector<Review::Untested> silent;
  std::set<std::string> fired;
  std::map<std::string, std::string> reasons;
  for (const ReviewColumn& column : columns) {
    for (const ReviewedRun* run : column) {
      if (run->system != system) continue;
      reasons.insert(run->untested.begin(), run->untested.end());
      for (const ReviewedAlert& alert : run->alerts) {
        if (alert.fired) fired.insert(alert.name);
        const auto known = std::find_if(silent.begin(), silent.end(),
                                        [&](const auto& one) { return one.alert == alert.name; });
        if (known == silent.end()) {
          silent.push_back({alert.name, system, "", alert.why});
        } else if (alert.why.empty()) {
          known->why.clear();
        }
      }
    }
  }
  std::erase_if(silent, [&](const auto& one) { return fired.contains(one.alert); });
  for (Review::Untested& one : silent) {
    const auto reason = reasons.find(one.alert);
    if (reason != reasons.end()) one.reason = reason->second;
    reasons.erase(one.alert);
    out.untested.push_back(std::move(one));
  }
  for (const auto& [alert, reason] : reasons) {
    out.tested_after_all.push_back(
        {alert, system, reason, fired.contains(alert) ? "it fired" : "no rule has this name"});
  }
}

}  // namespace misfire
