// The sections of a suite's page, one file each. Pure.
#pragma once

#include "judge/review.hpp"
#include "report/page/html.hpp"
#include "report/suite_page/suite_row.hpp"

namespace misfire {

struct SuiteInput {
  const std::vector<SuiteRow>& rows;
  const Review& review;
};

Html suite_header(const SuiteInput&);
Html suite_runs(const SuiteInput&);
Html suite_holes(const SuiteInput&);
Html suite_matrix(const SuiteInput&);
Html suite_alerts(const SuiteInput&);
Html suite_untested(const SuiteInput&);
Html suite_left_out(const SuiteInput&);

}  // namespace misfire
