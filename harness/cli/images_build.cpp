// misfire images build: builds the images that --engine docker needs.
#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include "cli/build_screen.hpp"
#include "cli/console.hpp"
#include "cli/images.hpp"
#include "run/interrupt.hpp"
#include "run/locations.hpp"

namespace misfire {
namespace {

struct Options {
  BuildOptions build;
  bool json = false;
};

ExitCode act(const Options& options) {
  watch_interrupts();
  const auto sources = recipe_sources();
  if (!sources) return refuse(sources.error());
  if (const Errors mistakes = mistakes_in(options.build.names); !mistakes.empty()) {
    return refuse(mistakes);
  }
  const auto docker = DockerClient::connect();
  if (!docker) return refuse(docker.error());
  const auto images = [&] {
    BuildScreen screen;  // its end takes the living lines away
    return build_images(*docker, *sources, options.build,
                        [&](const BuildEvent& event) { screen.happened(event); });
  }();
  if (interrupted() != 0) return stopped("unfinished images were removed");
  if (!images) return refuse(images.error());
  if (options.json) print(images_json(*images));
  return ExitCode::passed;
}

}  // namespace

Command add_images_build(CLI::App& images) {
  auto options = std::make_shared<Options>();
  CLI::App* sub = images.add_subcommand(
      "build", "Build the images that are missing or out of date, by the Docker daemon");
  std::string names = "base";
  for (const ImageKind& kind : image_kinds()) names += ", " + kind.name;
  sub->add_option("name", options->build.names, "Which (default all): " + names);
  sub->add_flag("--force", options->build.force,
                "Build what is up to date as well, with packages as they are now");
  sub->add_flag("--json", options->json, "Print the images as JSON on standard output");
  sub->footer(
      "The base is debian:trixie-slim where a registry answers; otherwise it is bootstrapped from\n"
      "Debian's packages (mmdebstrap). A build that fails or is interrupted leaves nothing.\n\n"
      "Example: misfire images build haproxy --force");
  return {sub, [options] { return act(*options); }, false};
}

}  // namespace misfire
