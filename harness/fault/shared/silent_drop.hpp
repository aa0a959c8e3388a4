// A share of the logins that gets no answer.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc silent_drop_doc();
std::int64_t dropped_percent(const Args&);
/// Shown by traffic: logins end without an answer.
Shown silent_drop_witness(const Args&, const Observed&);

}  // namespace misfire
