// Which fault did the harm, and from when: the logins between the comings and goings of the faults,
// and the first moment from which more of them fail than chance explains. Pure.
#pragma once

#include "judge/evidence.hpp"

namespace misfire {

/// `logins` and `before` are of one run: nothing if the faults never came.
Harm harm_of(const Evidence&, const std::vector<Login>& logins);

/// "harm began 0.4 s after `kill` came (at 2 min), while `check-removed` was active since 0 ms;
/// before it none of 1,204 logins failed". "" without harm.
std::string harm_text(const Plan&, const Harm&);

/// How often a login must fail in a row, so to speak, before it counts as harm. A test of Page
/// (1954): a login that failed adds, one that succeeded takes away, never below zero; the sum that
/// counts as harm is one that a steady service reaches once in ten thousand runs.
class HarmTest {
 public:
  /// `steady`: the logins of the baseline. `watched`: how many will be looked at.
  HarmTest(const Tally& steady, std::int64_t watched);
  /// The next login. Whether harm is certain now; it then began with the login that `began` tells.
  bool see(bool failed);
  /// How many logins ago the sum was zero last.
  std::int64_t began() const { return since_; }
  /// The share of failures that it looks for.
  double harmed() const { return harmed_; }

 private:
  double harmed_, of_failed_, of_ok_, enough_;
  double sum_ = 0;
  std::int64_t since_ = 0;
};

}  // namespace misfire
