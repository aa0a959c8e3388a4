// Approval of a rendered Alertmanager configuration by Alertmanager's own tool.
#pragma once

#include "base/error.hpp"
#include "base/files.hpp"
#include "monitor/render.hpp"

namespace misfire {

/// Runs `amtool check-config alertmanager.yml` on the files in a folder of its own. A refusal is a
/// usage error that quotes amtool: what it complains about is the user's own.
Result<void> check_alertmanager(const FileSet&, const fs::path& amtool);

}  // namespace misfire
