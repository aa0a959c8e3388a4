// The guessed [components] of a system file, as comments that a person may take over. Pure.
#pragma once

#include <string>

#include "init/components.hpp"

namespace misfire {

std::string components_text(const ComponentsGuess&);

}  // namespace misfire
