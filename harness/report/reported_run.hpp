// A run of a suite as CI systems are told of it.
#pragma once

#include <string>

#include "report/report.hpp"

namespace misfire {

struct ReportedRun {
  std::string file;    ///< the scenario's, as the command named it; may be empty
  SuiteLine line;      ///< name, verdict, headline
  std::string report;  ///< report.json
};

}  // namespace misfire
