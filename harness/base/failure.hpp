// What an exception means to a user. What the world can cause is no exception, but for what the
// standard library throws where the machine gives no more.
#pragma once

#include <exception>

#include "base/error.hpp"

namespace misfire {

/// No memory and no further threads are the environment's; anything else is a defect of ours.
Error error_of(const std::exception&);

}  // namespace misfire
