// A subcommand: one file each. It adds itself to the command line; the returned action runs it.
#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <memory>
#include <string>

#include "cli/exit_code.hpp"

namespace misfire {

struct Command {
  CLI::App* app = nullptr;
  std::function<ExitCode()> act;
  bool sweeps_first = true;  ///< whether dead runs are removed before it acts
  /// Whether it asks programs, which a signal that ends it would leave alone: it hears one, and
  /// ends them first.
  bool asks_programs = false;
};

/// Removes what dead runs left, then acts. What nobody foresaw ends as an error of the environment,
/// after everything that was started has been taken down.
ExitCode carry_out(const Command&);

/// What CLI11 found, in our words: misspelt commands and options get the nearest name.
Errors command_line_mistakes(const CLI::App&, const CLI::ParseError&, int argc, char** argv);

Command add_run(CLI::App&);
Command add_check(CLI::App&);
Command add_audit(CLI::App&);
Command add_explain(CLI::App&);
Command add_judge(CLI::App&);
Command add_report(CLI::App&);
Command add_replay(CLI::App&);
Command add_mutate(CLI::App&);
Command add_compare(CLI::App&);
Command add_review(CLI::App&);
Command add_recordings(CLI::App&);
Command add_init(CLI::App&);
Command add_sweep(CLI::App&);
Command add_doctor(CLI::App&);
Command add_scenarios(CLI::App&);
Command add_faults(CLI::App&);
Command add_images(CLI::App&);
Command add_watch(CLI::App&);

}  // namespace misfire
