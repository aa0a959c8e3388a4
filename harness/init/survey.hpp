// What lies in a repository that misfire could test: the configurations of balancers and of their
// monitoring, known by what is in them and not by their names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

enum class FoundKind { haproxy, nginx, prometheus, rules, alertmanager, blackbox, mtail };
const char* to_string(FoundKind);

/// What the text is, if anything that misfire reads. Pure; a text with mistakes is nothing.
std::optional<FoundKind> kind_of(const std::string& text, const fs::path& name);

struct FoundFile {
  FoundKind kind = FoundKind::haproxy;
  fs::path path;
  std::string text;
};

struct Survey {
  std::vector<FoundFile> files;  ///< by path
  int looked_at = 0;             ///< files that were read
  bool whole = true;             ///< false: there were too many to look at all

  std::vector<const FoundFile*> all(FoundKind) const;
};

/// Looks at every text below the folder but what belongs to tools (.git, node_modules, …) and what
/// is larger than any configuration. Links to folders are not followed. Error: no such folder.
Result<Survey> survey(const fs::path& root);

}  // namespace misfire
