// What `misfire init` tells a person: found, guessed, to be checked. Pure.
#pragma once

#include <string>

#include "init/guess.hpp"

namespace misfire {

std::string guess_text(const Guess&, const Survey&, const fs::path& root);

}  // namespace misfire
