// The measured stages of an alert beside its latency budget: what took longer, or less, than the
// configuration allows. Pure.
#pragma once

#include "judge/evidence.hpp"

namespace misfire {

/// What a stage may be off by in wall time before it is called outside. Scrapes, evaluations and
/// deliveries take time themselves, which does not shrink with the speed: in the eleven runs of
/// tests/judge/recordings Prometheus sent 2 to 29 ms after the evaluation, and Alertmanager's
/// notification arrived 5 ms before to 13 ms after its group_wait.
inline constexpr Duration kStageSlack = std::chrono::milliseconds(100);

/// The stages that were reached. `tracks` are those of the whole run; `receiver` is whom the
/// notification reached, "" for nobody. Empty where it is not clear which rule made the alert.
std::vector<MeasuredStage> measure(const Evidence&, const std::vector<AlertTrack>& tracks,
                                   const AlertTrack&, const Stages&, const Wanted&,
                                   const std::string& receiver);

}  // namespace misfire
