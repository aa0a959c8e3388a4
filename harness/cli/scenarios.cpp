// misfire scenarios: the scenario library.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "fault/misconfiguration.hpp"
#include "report/paint.hpp"
#include "run/library.hpp"
#include "run/locations.hpp"
#include "scenario/parse.hpp"

namespace misfire {
namespace {

struct Options {
  std::vector<fs::path> folders;
  bool json = false;
};

ExitCode act(Options options) {
  if (options.folders.empty()) {
    const auto library = scenario_library();
    if (!library) return refuse(library.error());
    options.folders.push_back(*library);
  }
  const auto files = scenario_files(options.folders);
  if (!files) return refuse(files.error());
  Errors errors;
  nlohmann::json list = nlohmann::json::array();
  std::string text;
  for (const fs::path& file : *files) {
    const auto scenario = read_scenario(file, catalogue());
    if (!scenario) {
      errors.insert(errors.end(), scenario.error().begin(), scenario.error().end());
      continue;
    }
    list.push_back({{"name", scenario->name},
                    {"title", scenario->title},
                    {"kind", to_string(scenario->kind)},
                    {"tags", scenario->tags},
                    {"file", file.string()}});
    text += fmt::format("{:<24} {:<6} {}\n  {}\n", scenario->name, to_string(scenario->kind),
                        printable(scenario->title),
                        printable(file.lexically_proximate(fs::current_path()).string()));
  }
  if (!text.empty()) text.pop_back();
  print(options.json ? list.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) : text);
  say(errors);
  return errors.empty() ? ExitCode::passed : exit_code(errors);
}

}  // namespace

Command add_scenarios(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand("scenarios", "List the scenario library");
  sub->add_option("folder", options->folders, "Other files or folders");
  sub->add_flag("--json", options->json, "Print as JSON");
  sub->footer("Example: misfire scenarios");
  return {sub, [options] { return act(*options); }};
}

}  // namespace misfire
