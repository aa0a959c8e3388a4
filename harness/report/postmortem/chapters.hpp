// The chapters of a post-mortem, one file each. Pure.
#pragma once

#include <optional>
#include <string>

#include "report/report.hpp"

namespace misfire {

/// What every chapter is made of.
struct PostmortemInput {
  const Plan& plan;
  const History& history;
  const Judgement& judgement;
  const RunFacts& facts;
  Instant fault;  ///< when the first one came

  /// "2 min 10 s": model time from the first fault.
  std::string after(Instant) const;
};

/// The first page that reached somebody after the fault.
struct FirstPage {
  Instant at;
  std::string alert, receiver, team, component;
};
std::optional<FirstPage> first_page(const PostmortemInput&);

/// Whether a page points people to another component than the one that the scenario blames.
bool misleads(const PostmortemInput&, const std::string& component);

std::string postmortem_summary(const PostmortemInput&);
std::string postmortem_timeline(const PostmortemInput&);
std::string postmortem_cause(const PostmortemInput&);
std::string postmortem_findings(const PostmortemInput&);
std::string postmortem_measures(const PostmortemInput&);

}  // namespace misfire
