// Whether an expectation explains a notification, and what is wrong with one that none does. Shared
// by the verdict and the review. Pure; the plan must outlive it.
#pragma once

#include <string>
#include <vector>

#include "judge/copy.hpp"
#include "judge/match.hpp"

namespace misfire {

/// What is wrong with a notification that nothing explains.
struct Wrong {
  enum class Kind {
    nothing,      ///< merely unexpected
    for_nothing,  ///< a page of a twin or decoy, or anything where the scenario is strict
    wrong_team,
    wrong_blame,
  };
  Kind kind = Kind::nothing;
  std::string why = {};  ///< a sentence; empty of `nothing`
  bool open = false;     ///< unless its own team is yet told as well: then it is a copy
};

class PageSense {
 public:
  explicit PageSense(const Plan&);

  /// The alert and blame expectations, in the scenario's order.
  const std::vector<Wanted>& expected() const { return wanted_; }
  bool explained(const Labels&, const std::string& receiver) const;
  /// Of a page that is not explained, notified at `at`, as far as is known `now`.
  Wrong wrong_page(const Evidence&, const Labels&, const std::string& receiver, Instant at,
                   Instant now) const;
  /// Of another notification that is not explained.
  Wrong wrong_ticket() const;
  /// Whether it breaks a quiet, so long after the first fault; the quiet then tells about it.
  bool breaks_quiet(const Labels&, const std::string& receiver, ModelDuration after_fault) const;

 private:
  bool is_known_gap(const Labels&) const;
  std::string wrong_team(const Labels&, const std::string& receiver) const;
  Copy told_to(const std::string& team, const Evidence&, const Labels&, Instant at,
               Instant now) const;
  Copy told_to_a_wanted_team(const Evidence&, const Labels&, Instant at, Instant now) const;

  const Plan& plan_;
  std::vector<Wanted> wanted_;
};

}  // namespace misfire
