// More users come than were expected.
#include <fmt/format.h>

#include "fault/stressors/stressors.hpp"

namespace misfire {
namespace {

constexpr double kMost = 20;            // times the planned rate: more is a flood, not a surge
constexpr double kLeastProgress = 0.5;  // of the additional logins
constexpr double kHarmed = 0.05;        // that so many more logins fail shows a surge as well

double factor_of(const Args& args) {
  return number_of(args, "factor");
}

std::string says(const Args& args, const std::vector<std::string>&) {
  return fmt::format("{:g} times as many logins come", factor_of(args));
}

Result<void> inject(const Args& args, const Stroke&, Stressed& stack) {
  return stack.multiply_load(factor_of(args));
}

Result<void> revert(const Args&, const Stroke&, Stressed& stack) {
  return stack.multiply_load(1);
}

std::int64_t answered(const LoadAccount& account) {
  std::int64_t sum = 0;
  for (const BackendLogins& backend : account.per_backend) sum += backend.answered;
  return sum;
}

/// The driver's own word is not enough: either the backends answer more logins than before, or more
/// of the logins fail than before, since something on the way is full.
Shown witness(const Args& args, const std::vector<std::size_t>&, const Sight& sight) {
  Shown shown;
  if (sight.before_s <= 0 || sight.since_s <= 0) return shown;
  const auto rates = [&](std::int64_t before, std::int64_t since) {
    return std::pair(static_cast<double>(before) / sight.before_s,
                     static_cast<double>(since) / sight.since_s);
  };
  const auto [planned_before, planned] = rates(sight.before.planned, sight.since.planned);
  const auto [answered_before, answers] = rates(answered(sight.before), answered(sight.since));
  shown.evidence.push_back(
      fmt::format("{:.0f} logins a second were planned and sent (before: "
                  "{:.0f})",
                  planned, planned_before));
  shown.evidence.push_back(fmt::format(
      "the backends answered {:.0f} logins a second (before: {:.0f})", answers, answered_before));
  shown.evidence.push_back(fmt::format("{:.1f} % of the logins failed (before: {:.1f} %)",
                                       100 * failed_share(sight.since),
                                       100 * failed_share(sight.before)));
  const double grown = 1 + kLeastProgress * (factor_of(args) - 1);
  const bool came = planned >= grown * planned_before;
  const bool arrived = answers >= grown * answered_before ||
                       failed_share(sight.since) >= failed_share(sight.before) + kHarmed;
  shown.shown = came && arrived && static_cast<double>(sight.since.ended) >= kFewest;
  return shown;
}

}  // namespace

Stressor surge_stressor() {
  Stressor stressor;
  stressor.doc.name = "surge";
  stressor.doc.title = "More logins come than the pool was made for";
  stressor.doc.about =
      "The rate of the logins is multiplied while the fault lasts: a campaign, a client that tries "
      "again, everybody at nine o'clock. The balancer and the servers are sound; whatever limit is "
      "lower than it should be shows now.";
  stressor.doc.incident =
      "Huang et al., \"Metastable Failures in the Wild\" (OSDI 2022): a surge that is over can "
      "leave a system that does not recover by itself; at least 4 of 15 major outages of Amazon "
      "Web Services in ten years were such failures.";
  stressor.doc.stressor = true;
  stressor.doc.params = {number_param("factor", "times the planned rate of logins", 2, 1.2, kMost)};
  stressor.hold = Hold::load;
  stressor.strokes = once;
  stressor.says = says;
  stressor.inject = inject;
  stressor.revert = revert;
  stressor.witness = witness;
  stressor.load_factor = factor_of;
  return stressor;
}

}  // namespace misfire
