// The guardian's children: spawning, reaping, ending. Single-threaded.
#pragma once

#include <sys/types.h>

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace misfire {

class Children {
 public:
  /// `record`: where each part notes the session that it leads; empty where the kernel ends them.
  Children(int socket, std::string record) : socket_(socket), record_(std::move(record)) {}
  /// Serves one request. False when the harness is gone.
  bool serve();
  /// Whether the harness said that it ends in good order.
  bool heard_farewell() const { return farewell_; }
  /// Reaps every child that ended, adopted ones, too, and reports those that were asked for.
  void reap();
  /// Kills everything until nothing is left: the whole namespace, or all descendants (subreaper).
  void end_all(bool namespaced);

 private:
  void spawn(const nlohmann::json&);
  void end_session(int id);

  int socket_;
  std::string record_;
  bool farewell_ = false;
  std::map<pid_t, int> id_of_;  ///< running children
  struct Session {
    pid_t leader = 0;
    bool leader_reaped = false;
  };
  std::map<int, Session> session_of_;  ///< also of those that ended
};

}  // namespace misfire
