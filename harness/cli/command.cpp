#include "cli/command.hpp"

#include <fmt/format.h>

#include <exception>

#include "base/nearest.hpp"
#include "cli/console.hpp"
#include "cli/swept_text.hpp"

namespace misfire {

std::optional<Error> unknown_command(const CLI::App& app, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return std::nullopt;
  const std::string given = argv[1];
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  for (const std::string& name : names) {
    if (name == given) return std::nullopt;
  }
  return Error{ErrorCode::usage,
               fmt::format("there is no command \"{}\"", given),
               suggestion(given, names),
               {}};
}

ExitCode carry_out(const Command& command) {
  try {
    if (command.sweeps_first) {
      SystemClock clock;
      const Swept swept = sweep_dead_runs(clock);
      if (!swept.nothing()) say(swept_text(swept));
    }
    return command.act();
  } catch (const std::exception& error) {
    say(Errors{{ErrorCode::environment,
                fmt::format("misfire failed: {}", error.what()),
                "whatever it had started was taken down; misfire doctor looks at this machine",
                {}}});
    return ExitCode::environment;
  }
}

}  // namespace misfire
