// Where the rules of a run send people: the annotation `runbook_url`.
#pragma once

#include <map>
#include <string>

#include "base/files.hpp"

namespace misfire {

/// alert → address, from the rule files that the run's folder keeps. What cannot be read says
/// nothing. Templates in an address stay as they are.
std::map<std::string, std::string> runbooks_of(const fs::path& run_folder);

}  // namespace misfire
