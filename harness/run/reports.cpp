#include "run/reports.hpp"

#include "report/page/page.hpp"
#include "report/postmortem/postmortem.hpp"
#include "run/runbooks.hpp"

namespace misfire {

Result<void> write_reports(const RunResult& run, const fs::path& folder) {
  if (auto ok = write_file(folder / "junit.xml", junit_xml({run.junit})); !ok) return ok;
  const std::string page =
      run_page(run.plan, run.history, run.judgement, run.facts, log_excerpts(folder));
  if (auto ok = write_file(folder / "report.html", page); !ok) return ok;
  RunFacts facts = run.facts;
  facts.runbooks = runbooks_of(folder);
  const std::string story = postmortem(run.plan, run.history, run.judgement, facts);
  return story.empty() ? Result<void>{} : write_file(folder / "postmortem.md", story);
}

}  // namespace misfire
