#include "cli/command.hpp"

#include <fmt/format.h>
#include <CLI/Option.hpp>

#include <algorithm>
#include <cctype>

#include <exception>

#include "base/failure.hpp"
#include "base/interrupt.hpp"
#include "base/nearest.hpp"
#include "base/state_folder.hpp"
#include "cli/console.hpp"
#include "cli/swept_text.hpp"
#include "run/interrupt.hpp"

namespace misfire {
namespace {

using Names = std::vector<std::string>;

Error mistake(std::string message, std::string hint) {
  return {ErrorCode::usage, std::move(message), std::move(hint), {}};
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

Names names_of(const std::vector<const CLI::App*>& commands) {
  Names names;
  for (const CLI::App* command : commands) names.push_back(command->get_name());
  return names;
}

/// --system, --speed, …: every long name of a command's options.
Names options_of(const CLI::App& command) {
  Names names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// Options that the command does not have; a word after "--" is none.
Errors unknown_options(const CLI::App& command, const Names& words, const std::string& of) {
  const Names known = options_of(command);
  Errors errors;
  for (const std::string& word : words) {
    if (word == "--") break;
    if (!word.starts_with("--")) continue;
    const std::string name = word.substr(0, word.find('='));
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    errors.push_back(
        mistake(fmt::format("{} has no option \"{}\"", of, name), suggestion(name, known)));
  }
  return errors;
}

/// CLI11's messages begin with a capital or with the option.
std::string in_our_way(std::string text) {
  if (const auto end = text.find('\n'); end != text.npos) text.erase(end);
  if (text.size() > 1 && std::isupper(static_cast<unsigned char>(text[0])) != 0 &&
      std::islower(static_cast<unsigned char>(text[1])) != 0) {
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  }
  return text;
}

}  // namespace

Errors command_line_mistakes(const CLI::App& app, const CLI::ParseError& error, int argc,
                             char** argv) {
  const Names words(argv + std::min(argc, 1), argv + argc);
  const CLI::App* command = &app;
  std::string of = "misfire";
  // "images build" is a command of a command.
  for (const std::string& word : words) {
    const CLI::App* next = nullptr;
    const Names names = names_of(commands_of(*command));
    for (const CLI::App* known : commands_of(*command)) {
      if (known->get_name() == word) next = known;
    }
    if (next == nullptr && !names.empty() && !word.starts_with('-')) {
      return {mistake(fmt::format("there is no command \"{}\"",
                                  command == &app ? word : of.substr(8) + " " + word),
                      suggestion(word, names))};
    }
    if (next == nullptr) break;
    command = next;
    of += " " + word;
  }
  Errors errors = unknown_options(*command, words, of);
  if (errors.empty() && command == &app) {
    errors.push_back(mistake("which command?", suggestion("", names_of(commands_of(app)))));
  } else if (errors.empty()) {
    errors.push_back(mistake(in_our_way(error.what()), of + " --help says more"));
  }
  return errors;
}

ExitCode carry_out(const Command& command) {
  try {
    // Without a state folder there is no run that it could find; whoever needs one says so.
    if (command.sweeps_first && state_folder()) {
      SystemClock clock;
      const Swept swept = sweep_dead_runs(clock);
      if (!swept.nothing()) say(swept_text(swept));
    }
    if (command.asks_programs) watch_interrupts();
    const ExitCode code = command.act();
    const bool told = code == ExitCode::interrupted || code == ExitCode::terminated;
    if (command.asks_programs && interrupted() != 0 && !told) return stopped("nothing was started");
    return code == ExitCode::passed && lost_output() ? ExitCode::environment : code;
  } catch (const std::exception& error) {
    say(Errors{error_of(error)});
    return ExitCode::environment;
  }
}

}  // namespace misfire
