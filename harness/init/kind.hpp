// What a text is, by what is in it and not by its name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {

enum class FoundKind {
  haproxy,
  nginx,
  prometheus,
  rules,
  alertmanager,
  blackbox,
  mtail,
  compose,
  manifests
};
const char* to_string(FoundKind);

/// What the text is, if anything that misfire reads. Pure; a text with mistakes is nothing.
std::optional<FoundKind> kind_of(const std::string& text, const fs::path& name);

/// Is it YAML by its name?
bool is_yaml(const fs::path& name);

/// Why a text that misfire would have read is nothing: it is a template ("{{ .Values.port }}") that
/// somebody must fill in first, or YAML with a mistake. Nothing to say: "".
struct PassedOver {
  int template_line = 0;         ///< of the first mark of a template; 0: it is none
  std::optional<Error> mistake;  ///< of what looks like a configuration
};
PassedOver passed_over(const std::string& text, const fs::path& name, const std::string& shown);

}  // namespace misfire
