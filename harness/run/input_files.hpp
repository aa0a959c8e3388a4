// The files that the user wrote for a run, told apart by their digests: whoever compares two runs
// must know whether they were of the same files.
#pragma once

#include <map>
#include <string>

#include "run/prepare.hpp"

namespace misfire {

/// Names are relative to the system file's folder, the scenario's is its own. A file that is gone
/// by now has no digest.
std::map<std::string, std::string> input_files(const Inputs&, const Prepared&);

}  // namespace misfire
