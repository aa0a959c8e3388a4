// The services of a compose file. Pure but for the files that it names.
#pragma once

#include "init/compose_variables.hpp"
#include "init/deployments.hpp"

namespace misfire {

/// Has it `services`, each a map?
bool is_compose(const YamlTree&);

/// What a compose file is for, by its name: the usual ones are started by `docker compose up`, one
/// that overrides changes them, and any other is named by whoever means it.
enum class ComposeUse { usual, overrides, special };
ComposeUse use_of_compose(const fs::path& file);

/// Adds the services. `folder` is the file's, `known` what `.env` beside it says.
void read_compose(const YamlTree&, const fs::path& folder, const fs::path& root,
                  const Variables& known, ComposeUse, Deployments&);

}  // namespace misfire
