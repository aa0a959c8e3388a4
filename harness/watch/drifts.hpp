// Differences over time. A look may fall into a reload: its worker still runs what the file said
// before. So a difference counts once two looks have seen the same one, some time apart; what one
// look does not see any more is over. Pure; owned by the watcher, kept in its notes.
#pragma once

#include <vector>

#include "watch/difference.hpp"

namespace misfire::watch {

struct Drift {
  Difference what;
  Instant since = {};      ///< the first look that saw it
  bool confirmed = false;  ///< by a second one; before that nobody is told
  bool operator==(const Drift&) const = default;
};

struct Changes {
  std::vector<Drift> began, ended;
};

class Drifts {
 public:
  Drifts() = default;
  explicit Drifts(std::vector<Drift> known) : known_(std::move(known)) {}

  /// What a look at `at` saw. `steady`: for how long a difference has to stay.
  Changes take(Instant at, const std::vector<Difference>& seen, Duration steady);

  const std::vector<Drift>& known() const { return known_; }
  std::vector<Drift> confirmed() const;
  /// Whether one of them waits for its second look.
  bool suspects() const;

 private:
  std::vector<Drift> known_;
};

}  // namespace misfire::watch
