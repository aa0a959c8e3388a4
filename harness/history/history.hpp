// A history: the events of one run, sorted by when they happened, and its logins.
#pragma once

#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"
#include "history/facts.hpp"
#include "history/logins.hpp"

namespace misfire {

struct History {
  std::vector<Event> events;  ///< sorted by `at`, stable
  std::vector<Login> logins;  ///< of the plan's users, sorted by `planned`
  std::vector<Login> flood;   ///< of others who came besides, likewise
  bool complete = false;      ///< it ends with RunEnded and nothing was cut off or damaged
  std::string damage;         ///< what was wrong with the files, if anything
};

/// Reads history.jsonl and logins.bin of a run's folder up to the last whole record. Damage is not
/// an error: it is told, and makes the history incomplete.
Result<History> read_history(const fs::path& run_folder);

}  // namespace misfire
