// The share of failed logins while the faults last. Live it counts ticks and may change until the
// faults are over; the judge counts the logins that were planned in that time.
#include <fmt/format.h>

#include "judge/folds.hpp"
#include "judge/words.hpp"

namespace misfire {
namespace {

constexpr std::int64_t kEnough = 500;  // a share of 30 % is then known to ± 2 %

class ImpactFold final : public Expectation {
 public:
  ImpactFold(Evidence evidence, const ExpectImpact& spec)
      : evidence_(std::move(evidence)), spec_(spec) {}

  void see(const Event& event) override { evidence_.see(event); }

  Ruling at(Instant now) const override {
    const Tally seen = count(now);
    const bool inside = is_inside(seen);
    const auto over = evidence_.reverted();
    if (over && now >= *over) {
      if (seen.logins == 0) return Ruling::open;
      return inside ? Ruling::met : Ruling::missed;
    }
    return seen.logins >= kEnough && inside && is_inside(all_fail(seen)) ? Ruling::met
                                                                         : Ruling::open;
  }

  ExpectationOutcome outcome(Instant now) const override {
    const Tally seen = count(now);
    ExpectationOutcome out;
    out.kind = "impact";
    out.text = fmt::format("{} to {} of the logins fail while the fault lasts", percent(spec_.min),
                           percent(spec_.max));
    out.observed = seen.logins == 0 ? "no logins"
                                    : fmt::format("{} of {} failed", percent(seen.failed_ratio()),
                                                  counted(seen.logins, "login", "logins"));
    out.ruling = at(now);
    return out;
  }

 private:
  bool is_inside(const Tally& seen) const {
    return seen.failed_ratio() >= spec_.min && seen.failed_ratio() <= spec_.max;
  }

  /// Those that succeed end first: had all that are still under way failed.
  static Tally all_fail(Tally seen) {
    const std::int64_t under_way = std::max<std::int64_t>(seen.planned - seen.logins, 0);
    seen.logins += under_way;
    seen.failed += under_way;
    return seen;
  }

  Tally count(Instant now) const {
    const auto from = evidence_.fault();
    if (!from) return {};
    return tally(evidence_.samples(), *from, std::min(now, evidence_.reverted().value_or(now)));
  }

  Evidence evidence_;
  ExpectImpact spec_;
};

}  // namespace

ExpectationPtr expect_impact(Evidence evidence, const ExpectImpact& spec) {
  return std::make_unique<ImpactFold>(std::move(evidence), spec);
}

}  // namespace misfire
