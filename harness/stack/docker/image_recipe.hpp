// What an image is made of: its Dockerfile and folder in docker/ and, for this project's own
// programs, the files of this machine that go in. A hash of all of it tells whether an image that
// the daemon has is still what would be built.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"
#include "stack/docker/images.hpp"

namespace misfire {

/// Where things lie on this machine.
struct RecipeSources {
  fs::path docker;     ///< the folder of the recipes
  fs::path programs;   ///< the folder of authd, misfire-sink, …
  fs::path fixtures;   ///< go into misfire's own image
  fs::path scenarios;  ///< these, too
};

/// A file of this machine on its way into an image.
struct OwnFile {
  fs::path from;
  std::string to;  ///< "usr/local/bin/authd"
  int mode = 0644;
  bool program = false;  ///< debug information may be left out
};

struct ImageRecipe {
  ImageKind kind;
  std::map<std::string, std::string> context;  ///< Dockerfile and what lies beside it
  std::vector<OwnFile> own;                    ///< become root.tar
  bool on_base = false;                        ///< built on the base image
  std::vector<std::string> notes;              ///< for whoever builds it
};

Result<ImageRecipe> read_recipe(const ImageKind&, const RecipeSources&);

/// `base`: the base image's id (which counts for recipes on it only). Error: a file is gone.
Result<std::string> recipe_hash(const ImageRecipe&, const std::string& base);

/// The build context, as a tar archive.
Result<std::string> recipe_context(const ImageRecipe&);

/// The user that programs run as inside, and who owns /misfire; root in misfire's own image.
inline constexpr int kImageUser = 10001;

}  // namespace misfire
