// The images that parts run in: which one holds a program, and what the daemon knows about it.
// `misfire images build` makes them from docker/ (image_build.hpp).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "stack/docker/client.hpp"

namespace misfire {

/// An image of this project; its recipe lies in docker/NAME.
struct ImageKind {
  std::string name;                   ///< "haproxy"
  std::vector<std::string> programs;  ///< in its PATH, by upstream's names
  std::vector<std::string> version;   ///< makes the first say its version; empty: it has ours
};

/// In the order in which a person wants them.
const std::vector<ImageKind>& image_kinds();
/// nullptr when there is none of this name.
const ImageKind* find_kind(const std::string& name);

/// "misfire/NAME:VERSION".
std::string image_tag(const std::string& name);
/// The tag of the image that holds a program (haproxy, promtool, authd, …); "" when none does.
std::string image_for(const std::string& program);

/// What is kept in an image's labels.
inline constexpr char kImageLabel[] = "misfire.image";
inline constexpr char kRecipeLabel[] = "misfire.recipe";
inline constexpr char kProgramVersionLabel[] = "misfire.program_version";

struct ImageFacts {
  std::string tag;
  std::string id;               ///< "sha256:…"
  std::string program_version;  ///< "" when not known
  std::string recipe;           ///< what it was built from; "" when not by us
  long long bytes = 0;
};

/// Error: the daemon cannot be asked, or the image is missing (with how to build it).
Result<ImageFacts> find_image(const DockerClient&, const std::string& tag);
/// The same, but a missing image is no error.
Result<std::optional<ImageFacts>> look_for_image(const DockerClient&, const std::string& tag);

}  // namespace misfire
