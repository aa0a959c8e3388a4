// report.html: a run as one self-contained page for people. It asks for nothing from anywhere, says
// the same without JavaScript, and shows foreign text as text only.
#pragma once

#include "report/page/log_excerpts.hpp"
#include "report/report.hpp"

namespace misfire {

std::string run_page(const Plan&, const History&, const Judgement&, const RunFacts&,
                     const std::vector<LogExcerpt>&);

/// The same of a run that goes on: what is known so far. Its script asks the server that it comes
/// from, and no other, for news.
std::string live_page(const Plan&, const History&, const Judgement&);

}  // namespace misfire
