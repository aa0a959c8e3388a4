// Which text of its file the running balancer was started with. None of them tells; but a worker is
// younger than the file that it read. Pure; kept in the watcher's notes.
#pragma once

#include <optional>
#include <string>

#include "base/clock.hpp"
#include "watch/facts.hpp"

namespace misfire::watch {

/// The file at one moment.
struct FileState {
  std::string digest;    ///< of the text, included files as well
  Facts facts;           ///< what it says of the pools
  Instant changed = {};  ///< the last change of any of its files (ctime: moving a file counts, too)
};

/// Who runs, and since when.
struct Worker {
  std::string name;  ///< tells it from every other; "" where that is not known
  Instant started = {};
  Duration resolution = {};  ///< it may have been started later by as much
};

struct Loaded {
  std::string worker;
  std::string digest;  ///< "": not known, but not what the file says now
  Facts facts;         ///< of that text
  bool operator==(const Loaded&) const = default;
};

/// What stands for a text that nobody has seen.
inline constexpr char kEarlierText[] = "an earlier one";

/// What the worker runs with, by what was known before. A new worker has read the file if that was
/// not changed since; within the worker's resolution it is believed to have. `trusted`: a digest
/// that is known to have been loaded once (the approved one): its file was touched, not changed.
std::optional<Loaded> follow(const std::optional<Loaded>& before, const Worker&, const FileState&,
                             const std::string& trusted);

}  // namespace misfire::watch
