// The options of `misfire run`, each checked as far as the command line alone allows it.
#pragma once

#include <CLI/App.hpp>
#include <optional>

#include "run/admission.hpp"
#include "run/prepare.hpp"
#include "run/select.hpp"

namespace misfire {

struct SuiteOptions {
  RunOptions run;
  std::vector<fs::path> scenarios, systems;
  Selection selection;
  std::string shard, jobs = "1";
  int retry_invalid = 0, repeat = 1;
  std::vector<std::size_t> place;  ///< of a run that a suite started: its number, and of how many
  fs::path junit, baseline, openmetrics;
  bool json = false, github = false;
  std::string live;  ///< the port of the page of the run that goes on; empty: none

  bool is_part_of_a_suite() const { return !place.empty(); }
  /// How many runs at a time, if some of them are in containers.
  Admission admission(bool in_containers) const;
  /// 0: any free one; nothing: there is no page.
  std::optional<int> live_port() const;
};

void add_suite_options(CLI::App&, SuiteOptions&);

}  // namespace misfire
