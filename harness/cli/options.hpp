// Options that several subcommands share.
#pragma once

#include <CLI/App.hpp>

#include "run/prepare.hpp"

namespace misfire {

/// --system, --speed, --seed, --engine.
void add_run_options(CLI::App&, RunOptions&);

}  // namespace misfire
