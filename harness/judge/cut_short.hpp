// A run takes its faults back as soon as every expectation is decided. Judged by other expectations
// or other rules than those of then, that may have been too soon for one of them. Pure.
#pragma once

#include <vector>

#include "judge/judgement.hpp"

namespace misfire {

/// By expectation, in the order of make_expectations: whether nobody could know its ruling yet when
/// the faults were taken back for the reason that all was known.
std::vector<bool> cut_short(const Plan&, const History&);

/// What can be said of such an expectation: an alert that came counts, and so does a page that
/// broke a quiet; that none came proves nothing.
bool proves_nothing(const ExpectationOutcome& of_cut_short);

}  // namespace misfire
