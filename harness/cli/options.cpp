#include "cli/options.hpp"

#include <CLI/Option.hpp>

namespace misfire {

void add_run_options(CLI::App& app, RunOptions& options) {
  app.add_option("--system", options.system, "System file (default: the fixtures' system)");
  app.add_option("--speed", options.speed, "How much faster than the model time (default 1)");
  app.add_option("--seed", options.seed, "Seed of users, passwords and arrivals (default 1)");
  app.add_option("--engine", options.engine, "What runs the parts: process");
}

}  // namespace misfire
