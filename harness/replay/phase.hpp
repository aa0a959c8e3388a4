// When Prometheus evaluates a rule group: its evaluations lie on a grid whose place between two
// multiples of the interval is a hash of the group's file and name. Pure.
#pragma once

#include <string>
#include <vector>

#include "monitor/recording.hpp"

namespace misfire {

/// How labels lie in the memory of a Prometheus, which decides their hash: name and value each
/// before a 0xff (until 2.x), or each after its length (its own builds since 3.0).
enum class LabelForm { separated, counted };

/// How far behind a multiple of its interval (since 1970) each evaluation is due.
Duration evaluation_offset(const std::string& file, const std::string& name, Duration interval,
                           LabelForm);

/// The form by which the recorded groups' evaluations began when they were due. Error: by neither.
Result<LabelForm> label_form_of(const std::vector<RecordedGroup>&);

/// How late the recorded evaluations typically began: the median of their groups.
Duration typical_lateness(const std::vector<RecordedGroup>&, LabelForm);

/// The first evaluation that is due after `after`.
Instant first_evaluation(Instant after, Duration interval, Duration offset);

}  // namespace misfire
