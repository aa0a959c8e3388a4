#include "report/suite_page/suite_page.hpp"

#include "report/page/document.hpp"
#include "report/page/sections.hpp"
#include "report/suite_page/chapters.hpp"

namespace misfire {

std::string suite_page(const std::string& suite_json, const Review& review) {
  const std::vector<SuiteRow> rows = suite_rows(suite_json);
  const SuiteInput in{rows, review};
  Html sections;
  for (const auto chapter :
       {suite_runs, suite_holes, suite_matrix, suite_alerts, suite_untested, suite_left_out}) {
    sections += chapter(in);
  }
  Html body = suite_header(in);
  body += navigation({{"runs", "Runs"},
                      {"holes", "Holes"},
                      {"matrix", "Matrix"},
                      {"alerts", "Alerts"},
                      {"untested", "Untested"},
                      {"left-out", "Left out"}},
                     sections);
  body += sections;
  return document({"misfire: a suite and its review", body, {}, {}});
}

}  // namespace misfire
