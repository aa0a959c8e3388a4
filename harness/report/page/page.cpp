#include "report/page/page.hpp"

#include "report/page/assets.hpp"
#include "report/page/chart_data.hpp"
#include "report/page/document.hpp"
#include "report/page/sections.hpp"

namespace misfire {
namespace {

std::string whole_page(const PageInput& in, const std::string& title) {
  Html sections;
  for (const auto section :
       {timeline_section, expectations_section, alerts_section, change_section, restoration_section,
        impact_section, events_section, logs_section, provenance_section}) {
    sections += section(in);
  }
  Html body = verdict_section(in);
  body += navigation({{"timeline", "Timeline"},
                      {"expectations", "Expectations"},
                      {"alerts", "Alerts"},
                      {"change", "Change"},
                      {"impact", "Logins"},
                      {"events", "Events"},
                      {"logs", "Logs"},
                      {"provenance", "Origin"}},
                     sections);
  body += sections;
  return document({title, body, chart_data(in), kPageScript, in.live});
}

}  // namespace

std::string run_page(const Plan& plan, const History& history, const Judgement& judgement,
                     const RunFacts& facts, const std::vector<LogExcerpt>& logs) {
  const PageInput in{plan, history, judgement, facts, logs, page_time(plan, history)};
  return whole_page(in, fmt::format("{}: {}", to_string(judgement.verdict), plan.scenario.name));
}

std::string live_page(const Plan& plan, const History& history, const Judgement& judgement) {
  const RunFacts facts;
  const std::vector<LogExcerpt> logs;
  PageInput in{plan, history, judgement, facts, logs, page_time(plan, history)};
  in.live = true;
  return whole_page(in, "running: " + plan.scenario.name);
}

}  // namespace misfire
