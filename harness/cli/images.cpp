// misfire images: what images the Docker daemon has, and whether they are what would be built now.
#include "cli/images.hpp"

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include "cli/console.hpp"
#include "report/paint.hpp"
#include "run/interrupt.hpp"
#include "run/locations.hpp"

namespace misfire {
namespace {

constexpr std::size_t kIdDigits = 12;  // as docker prints them

std::string short_id(const std::string& id) {
  const std::size_t colon = id.find(':');
  return id.substr(colon == id.npos ? 0 : colon + 1, kIdDigits);
}

const char* state_word(const ImageState& image) {
  if (!image.facts) return "missing";
  return image.current ? "current" : "outdated";
}

ExitCode act(bool json) {
  watch_interrupts();
  const auto docker = DockerClient::connect();
  const auto sources = docker ? recipe_sources() : tl::unexpected(docker.error());
  const auto images = sources ? examine_images(*docker, *sources) : tl::unexpected(sources.error());
  if (!images) return refuse(images.error());
  say(images_text(*images));
  if (json) print(images_json(*images));
  return ExitCode::passed;
}

}  // namespace

std::string images_text(const std::vector<ImageState>& images) {
  const TerminalStyle style = terminal_style();
  const Paint paint(style.colour);
  std::size_t widest = 0;
  for (const ImageState& image : images) widest = std::max(widest, image.tag.size());
  bool all = true;
  std::string text;
  for (const ImageState& image : images) {
    all = all && image.current;
    text += paint(!image.facts    ? Ink::red
                  : image.current ? Ink::green
                                  : Ink::yellow,
                  left(state_word(image), 8));
    text += "  " + (image.facts ? left(image.tag, widest) : image.tag);
    if (image.facts) {
      text += fmt::format("  {}  {:>5.0f} MB  {}", short_id(image.facts->id),
                          static_cast<double>(image.facts->bytes) / 1e6,
                          printable(image.facts->program_version));
    }
    text += "\n";
  }
  text += all ? "all images are up to date" : "misfire images build builds what is not current";
  return text;
}

std::string images_json(const std::vector<ImageState>& images) {
  auto list = nlohmann::ordered_json::array();
  for (const ImageState& image : images) {
    nlohmann::ordered_json one{
        {"name", image.name}, {"tag", image.tag}, {"state", state_word(image)}};
    if (image.facts) {
      one["id"] = image.facts->id;
      one["program_version"] = image.facts->program_version;
      one["bytes"] = image.facts->bytes;
    }
    list.push_back(std::move(one));
  }
  return nlohmann::ordered_json{{"schema", "misfire.images/1"}, {"images", list}}.dump(
      2, ' ', false, nlohmann::json::error_handler_t::replace);
}

Command add_images(CLI::App& app) {
  auto json = std::make_shared<bool>(false);
  CLI::App* sub = app.add_subcommand(
      "images", "List the images that --engine docker needs; \"images build\" builds them");
  sub->add_flag("--json", *json, "Print them as JSON on standard output");
  sub->footer(
      "current: what would be built now; outdated: its recipe, its programs or the base image\n"
      "changed since.\n\n"
      "Example: misfire images --json");
  const Command build = add_images_build(*sub);
  return {sub, [json, build] { return build.app->parsed() ? build.act() : act(*json); }, false};
}

}  // namespace misfire
