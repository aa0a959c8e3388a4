// An alert reaches its team in time.
#include <fmt/format.h>

#include "judge/explain.hpp"
#include "judge/folds.hpp"
#include "judge/words.hpp"

namespace misfire {
namespace {

class AlertFold final : public Expectation {
 public:
  AlertFold(Evidence evidence, const ExpectAlert& spec)
      : evidence_(std::move(evidence)), wanted_(wanted(evidence_.plan().monitoring, spec)) {}

  void see(const Event& event) override { evidence_.see(event); }

  Ruling at(Instant now) const override {
    const auto tracks = evidence_.tracks();
    const auto hit = trusted_hit(tracks);
    return rule_in_time(evidence_, wanted_.within,
                        hit ? std::optional(hit->arrival->at) : std::nullopt, now);
  }

  ExpectationOutcome outcome(Instant now) const override {
    ExpectationOutcome out;
    out.kind = "alert";
    out.text = fmt::format("{} reaches {} {}", wanted_.what,
                           wanted_.team ? "team " + *wanted_.team : "somebody",
                           within_text(wanted_.within));
    out.ruling = at(now);
    out.gap = wanted_.gap;
    switch (out.ruling) {
      case Ruling::met: {
        const auto tracks = evidence_.tracks();
        const auto hit = trusted_hit(tracks);
        out.observed = fmt::format(
            "{} reached {} after {}", ticked(hit->track->name), ticked(hit->arrival->receiver),
            span_text(std::min(*evidence_.base(wanted_.within), hit->arrival->at), hit->arrival->at,
                      evidence_.plan().speed));
        break;
      }
      case Ruling::missed:
        out.observed = explain_missed(evidence_, wanted_);
        break;
      case Ruling::open:
        out.observed = evidence_.base(wanted_.within) ? "not yet, and the limit has not passed"
                                                      : "nothing to count from";
        break;
    }
    return out;
  }

  std::string untellable(Instant) const override { return misfire::untellable(evidence_, wanted_); }

 private:
  std::optional<Hit> trusted_hit(const std::vector<AlertTrack>& tracks) const {
    return first_hit(evidence_, tracks, wanted_, [&](const AlertTrack& track) {
      return distrust(evidence_.plan(), track.labels).empty();
    });
  }

  Evidence evidence_;
  Wanted wanted_;
};

}  // namespace

ExpectationPtr expect_alert(Evidence evidence, const ExpectAlert& spec) {
  return std::make_unique<AlertFold>(std::move(evidence), spec);
}

}  // namespace misfire
