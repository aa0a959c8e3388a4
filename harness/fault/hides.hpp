// Two faults whose edits lie apart, and which are one another's end all the same.
#pragma once

#include "fault/fold.hpp"

namespace misfire {

/// Whether nobody could see what `hidden` does while `fault` is active, in a pool of that size.
bool hides(const BoundFault& fault, const BoundFault& hidden, std::size_t pool_size);

}  // namespace misfire
