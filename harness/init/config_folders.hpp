// Folders whose files are one configuration of HAProxy.
#pragma once

#include <vector>

#include "init/survey.hpp"

namespace misfire {

/// Where no file of a folder stands alone (its frontends, its `defaults` or its servers are in
/// others), all its *.cfg take the place of those that were found, as `haproxy -f FOLDER` reads
/// them. A folder that makes no configuration stays as it is.
void join_haproxy_folders(std::vector<FoundFile>&);

}  // namespace misfire
