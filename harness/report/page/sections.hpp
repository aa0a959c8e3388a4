// The sections of a run's page, one file each. Each is a whole <section>, or empty where the run
// has nothing to say. Pure.
#pragma once

#include "report/page/html.hpp"
#include "report/page/log_excerpts.hpp"
#include "report/page/page_time.hpp"
#include "report/report.hpp"

namespace misfire {

/// What every section is made of.
struct PageInput {
  const Plan& plan;
  const History& history;
  const Judgement& judgement;
  const RunFacts& facts;
  const std::vector<LogExcerpt>& logs;
  PageTime time;
  bool live = false;  ///< the run goes on
};

Html verdict_section(const PageInput&);
Html timeline_section(const PageInput&);
Html expectations_section(const PageInput&);
Html alerts_section(const PageInput&);
Html impact_section(const PageInput&);
Html change_section(const PageInput&);
Html restoration_section(const PageInput&);
Html events_section(const PageInput&);
Html logs_section(const PageInput&);
Html provenance_section(const PageInput&);

/// <section id=… aria-labelledby=…> with its heading.
Html section(std::string_view id, std::string_view heading, const Html& body);
/// Links to those of the sections, by id, that the body has.
Html navigation(const std::vector<std::pair<std::string_view, std::string_view>>& there,
                const Html& body);
/// "−3:00", "2:31": model time after the first fault.
std::string signed_clock(double seconds);
/// A unified diff with its lines marked as added and removed.
Html diff_block(const std::string& diff);

}  // namespace misfire
