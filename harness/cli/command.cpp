#include "cli/command.hpp"

#include <fmt/format.h>

#include "base/nearest.hpp"

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

}  // namespace misfire
