// Options that several subcommands share.
#pragma once

#include <CLI/App.hpp>

#include "run/prepare.hpp"

namespace misfire {

/// For CLI11: a path or name that is given must say something.
std::string check_not_empty(const std::string&);

/// --system, of commands that are about one.
void add_system_option(CLI::App&, RunOptions&);
/// --speed, --seed, --phase, --engine.
void add_run_options(CLI::App&, RunOptions&);

}  // namespace misfire
