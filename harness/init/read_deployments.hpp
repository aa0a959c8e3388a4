// All compose files and manifests of a survey, read into its deployments.
#pragma once

#include "init/survey.hpp"

namespace misfire {

/// `root` is canonical. Reads `.env` files and those that compose files name, too.
void read_deployments(Survey&, const fs::path& root);

}  // namespace misfire
