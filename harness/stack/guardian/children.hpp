// The guardian's children: spawning, reaping, ending. Single-threaded.
#pragma once

#include <sys/types.h>

#include <map>
#include <nlohmann/json_fwd.hpp>

namespace misfire {

class Children {
 public:
  explicit Children(int socket) : socket_(socket) {}
  /// Serves one request. False when the harness is gone.
  bool serve();
  /// Reaps every child that ended, adopted ones, too, and reports those that were asked for.
  void reap();
  /// Kills all descendants until none is left (subreaper mode).
  void end_all();

 private:
  void spawn(const nlohmann::json&);
  void end_session(int id);

  int socket_;
  std::map<pid_t, int> id_of_;       ///< running children
  std::map<int, pid_t> session_of_;  ///< also of those that ended
};

}  // namespace misfire
