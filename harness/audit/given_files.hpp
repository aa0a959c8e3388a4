// What the command line names, as files of known kinds.
#pragma once

#include <optional>
#include <vector>

#include "audit/file_kind.hpp"
#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

struct GivenFile {
  fs::path path;
  FileKind kind = FileKind::haproxy;
};

struct GivenFiles {
  std::vector<GivenFile> files;
  Errors errors;  ///< usage: a file that is not there, or of no kind; a folder without any
};

/// Folders are searched for *.cfg, *.conf, *.yml, *.yaml and *.toml, by name; what is of no kind
/// there is passed over, and so are pieces of nginx configurations, which their main file includes,
/// and what only looks like a kind: `groups` without rules, `receivers` without a route.
GivenFiles given_files(const std::vector<fs::path>&, std::optional<FileKind> kind);

}  // namespace misfire
