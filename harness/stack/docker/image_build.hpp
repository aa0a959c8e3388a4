// Builds images over the Docker Engine API, two side by side, with progress; what is up to date is
// left alone. A build that fails or is interrupted leaves neither containers nor images.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "stack/docker/image_recipe.hpp"

namespace misfire {

/// What happens to one image, in the order of the kinds; `doing` more than once.
struct BuildEvent {
  enum class Kind {
    began,
    doing,    ///< step `step` of `steps`, or `text` alone
    note,     ///< worth a line; goes on
    built,    ///< `text`: version and size
    current,  ///< was up to date already
    failed,
  };
  std::string image;
  Kind kind = Kind::began;
  int step = 0, steps = 0;  ///< 0: not known
  std::string text = {};
  Duration took{};  ///< of built and failed
};
/// Called from several threads, but never twice at the same time.
using BuildListener = std::function<void(const BuildEvent&)>;

struct BuildOptions {
  std::vector<std::string> names;  ///< kinds, or "base"; empty: all
  bool force = false;              ///< also what is up to date, with fresh packages
};

/// The base image's tag.
inline constexpr char kBaseTag[] = "misfire/base:trixie";

struct ImageState {
  std::string name, tag;
  std::optional<ImageFacts> facts;  ///< nothing: missing
  bool current = false;             ///< what would be built is what is there
};

/// Names that are no image's, each with the nearest one.
Errors mistakes_in(const std::vector<std::string>& names);

/// What is there, without building anything: the base first, then the kinds.
Result<std::vector<ImageState>> examine_images(const DockerClient&, const RecipeSources&);

/// Builds what is missing or out of date. Errors: everything that went wrong; the rest was built.
Checked<std::vector<ImageState>> build_images(const DockerClient&, const RecipeSources&,
                                              const BuildOptions&, const BuildListener&);

/// One image from its recipe, whether up to date or not. `fresh`: nothing from the cache.
Result<ImageFacts> build_image(const DockerClient&, const ImageRecipe&, const std::string& base,
                               bool fresh, const BuildListener&);

/// The base image as it is; when it is missing or `fresh`, pulled or bootstrapped.
Result<ImageFacts> provide_base(const DockerClient&, bool fresh, const BuildListener&);

}  // namespace misfire
