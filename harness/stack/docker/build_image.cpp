// One image: built, asked for its program's version, and labelled.
#include <fmt/format.h>

#include <regex>

#include "stack/docker/build_call.hpp"
#include "stack/docker/image_build.hpp"
#include "stack/docker/tar.hpp"
#include "stack/docker/unused_images.hpp"

namespace misfire {
namespace {

using nlohmann::json;

Result<std::string> only_dockerfile(const std::string& text) {
  return make_tar({{"Dockerfile", TarEntry{text, 0644, 0, false}}});
}

/// Asks the program in the image, which also proves that it starts there.
Result<Made> ask_version(const DockerClient& docker, const ImageKind& kind,
                         const std::string& image, const BuildListener& tell) {
  auto context =
      only_dockerfile(fmt::format("FROM {}\nRUN {}\n", image, json(kind.version).dump()));
  if (!context) return tl::unexpected(context.error());
  OneBuild build{kind.name, std::move(*context)};
  build.fresh = true;  // a cached step prints nothing
  build.told = false;
  return call_builder(docker, std::move(build), tell);
}

std::string version_in(const std::vector<std::string>& lines) {
  // "HAProxy version 3.0.11-1…", "nginx version: nginx/1.26.3", "postgres (PostgreSQL) 17.6 (…)".
  static const std::regex number(R"((?:version:? (?:[a-z]+/)?|\) )([0-9][^\s,]*))",
                                 std::regex::icase);
  for (const std::string& line : lines) {
    std::smatch found;
    if (std::regex_search(line, found, number)) return found[1];
  }
  return "";
}

}  // namespace

Result<ImageFacts> build_image(const DockerClient& docker, const ImageRecipe& recipe,
                               const std::string& base, bool fresh, const BuildListener& tell) {
  const ImageKind& kind = recipe.kind;
  const std::string tag = image_tag(kind.name);
  const auto hash = recipe_hash(recipe, base);
  if (!hash) return tl::unexpected(hash.error());
  auto context = recipe_context(recipe);
  if (!context) return tl::unexpected(context.error());
  const auto before = look_for_image(docker, tag);
  if (!before) return tl::unexpected(before.error());

  OneBuild first{kind.name, std::move(*context)};
  if (recipe.on_base) first.base = base;
  first.fresh = fresh;
  auto made = call_builder(docker, std::move(first), tell);
  if (!made) return tl::unexpected(made.error());
  std::string image = made->id;
  std::string version = MISFIRE_VERSION;
  if (!kind.version.empty()) {
    made = ask_version(docker, kind, image, tell);
    if (!made) {
      remove_image_if_unused(docker, image);
      return tl::unexpected(made.error());
    }
    image = made->id;
    version = version_in(made->printed);
  }
  // Only now is it known what it says; and only an image that is whole carries the recipe's hash.
  auto labels = only_dockerfile(
      fmt::format("FROM {}\nLABEL {}={} {}={} {}={}\n", image, kImageLabel, json(kind.name).dump(),
                  kRecipeLabel, json(*hash).dump(), kProgramVersionLabel, json(version).dump()));
  if (!labels) return tl::unexpected(labels.error());
  OneBuild last{kind.name, std::move(*labels)};
  last.tag = tag;
  last.told = false;
  made = call_builder(docker, std::move(last), tell);
  if (!made) {
    remove_image_if_unused(docker, image);
    return tl::unexpected(made.error());
  }
  auto now = find_image(docker, tag);
  if (now && *before && (*before)->id != now->id) remove_image_if_unused(docker, (*before)->id);
  return now;
}

}  // namespace misfire
