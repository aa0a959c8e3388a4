// What lies in a repository that misfire could test: the configurations of balancers and of their
// monitoring, and what compose files and Kubernetes manifests say about who reads them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/temporary_folder.hpp"
#include "init/deployments.hpp"
#include "init/in_use.hpp"
#include "init/kind.hpp"

namespace misfire {

struct FoundFile {
  FoundKind kind = FoundKind::haproxy;
  fs::path path;
  std::string text;
  std::string origin = {};  ///< of a file that init writes: where its text is from
  InUse use = {};
};

struct Survey {
  std::vector<FoundFile> files;  ///< by path
  int looked_at = 0;             ///< files that were read
  bool whole = true;             ///< false: there were too many to look at all
  Deployments deployments;
  /// Path below `misfire/` → what a link there leads to, so that programs find each other's files
  /// as they do in a container.
  std::map<std::string, fs::path> links;
  /// Holds copies and links as `misfire/` will; empty where there are none.
  std::shared_ptr<TemporaryFolder> scratch;

  std::vector<const FoundFile*> all(FoundKind) const;
  /// Where it will be what lies in the scratch folder now; other paths as they are.
  fs::path final_path(const fs::path&, const fs::path& root) const;
};

/// Looks at every text below the folder but what belongs to tools (.git, node_modules, …) and what
/// is larger than any configuration. Links to folders are not followed. Error: no such folder, or
/// no place for the scratch folder.
Result<Survey> survey(const fs::path& root);

/// "edge/haproxy.cfg": how files of the repository are named in what people read.
std::string short_name(const fs::path&, const fs::path& root);

}  // namespace misfire
