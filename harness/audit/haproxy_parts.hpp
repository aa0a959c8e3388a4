// Several files of HAProxy in a folder: the parts of one configuration, or alternatives?
#pragma once

#include <cstddef>
#include <vector>

#include "audit/given_files.hpp"

namespace misfire {

/// From `before` on, folders take the place of their *.cfg where these are parts, as
/// `haproxy -f FOLDER` reads them; `inside`: all files that were looked at.
void join_haproxy_parts(std::vector<GivenFile>&, std::size_t before,
                        const std::vector<fs::path>& inside);

}  // namespace misfire
