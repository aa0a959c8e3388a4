// Which files a deployed program reads, and where they are for it. Pure but for patterns, which are
// looked up in the folders that are mounted.
#pragma once

#include <string>
#include <vector>

#include "init/deployed.hpp"
#include "init/kind.hpp"

namespace misfire {

/// Who reads a file that was found, and how surely.
struct InUse {
  int strength = 0;    ///< 0: nobody is known to
  std::size_t by = 0;  ///< index among the deployed programs
  std::string as;      ///< its path in the container
  std::string why;     ///< "service edge of compose.yaml:12 reads it as /etc/nginx/nginx.conf"
};

/// The paths that a file has in the container. Mounts' sources are absolute.
std::vector<std::string> paths_in(const Deployed&, const fs::path& file);

/// The files that a path or pattern of the container is; whatever no mount brings is not known.
std::vector<fs::path> files_at(const Deployed&, const std::string& path);

/// The best of all: whom it is handed by name, or where a program of that kind looks by itself,
/// before one that has it somewhere.
InUse use_of(const fs::path& file, FoundKind, const std::vector<Deployed>&);

}  // namespace misfire
