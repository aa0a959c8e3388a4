// Short forms for tests of judge(): the verdict with all reasons in one text.
#pragma once

#include <gmock/gmock.h>

#include "judge/history_builder.hpp"

namespace misfire::testing {

inline std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += text + "\n";
  return all;
}

inline const ExpectationOutcome* outcome(const Judgement& j, const std::string& kind) {
  for (const ExpectationOutcome& e : j.expectations) {
    if (e.kind == kind) return &e;
  }
  return nullptr;
}

inline const AlertOutcome* alert_named(const Judgement& j, const std::string& name) {
  for (const AlertOutcome& a : j.alerts) {
    if (a.name == name) return &a;
  }
  return nullptr;
}

/// EXPECTs a verdict and, for fail and invalid, a part of its reasons.
inline Judgement expect_verdict(const Plan& plan, const History& history, Verdict verdict,
                                const std::string& reason = {}) {
  Judgement j = judge(plan, history);
  EXPECT_STREQ(to_string(j.verdict), to_string(verdict)) << joined(j.reasons);
  EXPECT_THAT(joined(j.reasons), ::testing::HasSubstr(reason));
  return j;
}

}  // namespace misfire::testing
