#include "run/reports.hpp"

#include "report/page/page.hpp"

namespace misfire {

Result<void> write_reports(const RunResult& run, const fs::path& folder) {
  if (auto ok = write_file(folder / "junit.xml", junit_xml({run.junit})); !ok) return ok;
  return write_file(folder / "report.html", run_page(run.plan, run.history, run.judgement,
                                                     run.facts, log_excerpts(folder)));
}

}  // namespace misfire
