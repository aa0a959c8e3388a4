// What a watch keeps between its own starts: the approved state, in a file of its own, since it is
// somebody's decision; and beside it the notes of the daemon: which text the worker runs, and since
// when there is drift. Both are written durably: after a power cut there is the old or the new one.
#pragma once

#include <optional>

#include "base/files.hpp"
#include "watch/drifts.hpp"
#include "watch/loaded.hpp"

namespace misfire::watch {

struct Notes {
  std::optional<Loaded> loaded;
  std::vector<Drift> drifts;
  bool operator==(const Notes&) const = default;
};

class StateFile {
 public:
  explicit StateFile(fs::path path) : path_(std::move(path)) {}
  /// The usual place of a system's: below base/state_folder, by the names of the system file and of
  /// the balancer's configuration.
  static Result<StateFile> usual(const fs::path& system, const fs::path& config);

  const fs::path& path() const { return path_; }
  fs::path notes_path() const;

  /// Nothing: nothing was approved yet. Errors: damaged, or of a newer misfire.
  Result<std::optional<Approved>> approved() const;
  Result<void> approve(const Approved&) const;
  /// Notes that are damaged are none: what is in them is found out again.
  Notes notes() const;
  Result<void> note(const Notes&) const;

 private:
  fs::path path_;
};

/// The files' texts. Pure.
std::string encode(const Approved&);
Result<Approved> decode_approved(std::string_view, const std::string& file);
std::string encode(const Notes&);
Result<Notes> decode_notes(std::string_view, const std::string& file);

}  // namespace misfire::watch
