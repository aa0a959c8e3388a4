// One look at a running balancer and its file. What hinders it is told by kind, and is never drift.
#pragma once

#include <map>
#include <optional>
#include <tl/expected.hpp>

#include "watch/difference.hpp"
#include "watch/loaded.hpp"

namespace misfire::watch {

struct Look {
  Instant at = {};
  Worker worker;
  FileState file;
  std::optional<Running> running;  ///< nothing: it tells only which generation runs (nginx)
  std::map<Subject, bool> up;      ///< by health checks
};

/// Why there was none.
enum class Miss {
  away,      ///< nobody listens, or it broke off
  slow,      ///< no answer in time
  answer,    ///< an answer that is not understood
  file,      ///< the configuration file cannot be read
  unsteady,  ///< a reload or an edit came in between
};
inline constexpr Miss kMisses[] = {Miss::away, Miss::slow, Miss::answer, Miss::file,
                                   Miss::unsteady};
const char* to_string(Miss);

struct Missed {
  Miss why = Miss::away;
  std::string message;
  bool answered = false;  ///< whether the balancer is there all the same
};

using Looked = tl::expected<Look, Missed>;

/// What the file and the running balancer tell, with what is known of the text that runs.
struct Sides {
  Facts file;
  Running running;
};
Sides sides_of(const Look&, const std::optional<Loaded>&);

/// The digest of the text that was approved; "" when there is none.
std::string approved_digest(const std::optional<Approved>&);

}  // namespace misfire::watch
