// Approval of rendered files by the programs that will read them, each in a folder of its own that
// is gone afterwards.
#pragma once

#include "monitor/origins.hpp"
#include "monitor/render.hpp"
#include "stack/tool.hpp"

namespace misfire {

/// `promtool check config`, rule files included. A refusal is a usage error a complaint, with the
/// place in the user's files as far as `origins` knows it; a tool that cannot run is the
/// environment's. So are the others.
Checked<void> check_prometheus(const FileSet&, const Tool& promtool, const Origins& = {});

/// `amtool check-config`.
Checked<void> check_alertmanager(const FileSet&, const Tool& amtool, const Origins& = {});

/// The exporter's own `--config.check`. No files, no opinion.
Checked<void> check_blackbox(const FileSet&, const Tool& exporter, const Origins& = {});

/// `mtail --compile_only`. No files, no opinion.
Checked<void> check_mtail(const FileSet&, const Tool& mtail, const Origins& = {});

}  // namespace misfire
