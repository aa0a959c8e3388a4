// The harness's end of the guardian: starts it, asks it to spawn, hears of exits. Owned by the
// process engine, one thread. Closing the link ends the guardian and everything inside.
#pragma once

#include <sys/types.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "stack/message.hpp"
#include "stack/part.hpp"

namespace misfire {

struct SpawnRequest {
  std::string program;
  std::vector<std::string> args;
  std::map<std::string, std::string> env;
  fs::path folder, log;
};

/// What a guardian is started with.
struct GuardianOptions {
  int slot_lock = -1;      ///< inherited: free only when all is gone
  int run_lock = -1;       ///< likewise; may be absent
  bool namespaces = true;  ///< false forces the subreaper mode
  fs::path run_folder;     ///< its scratch goes if the harness dies
  fs::path registration;   ///< goes with it; may be empty
  /// Where containers are, and whose: they go if the harness dies. Empty: none.
  std::string docker = {}, docker_api = {}, docker_owner = {};
};

/// A process that the guardian spawned.
struct Spawned {
  int id = 0;
  Descriptor pidfd;
};

class GuardianLink {
 public:
  static Result<std::unique_ptr<GuardianLink>> start(const GuardianOptions&);
  ~GuardianLink();
  GuardianLink(const GuardianLink&) = delete;
  GuardianLink& operator=(const GuardianLink&) = delete;

  pid_t pid() const { return pid_; }
  /// Does the kernel end everything with the guardian (PID namespace)?
  bool namespaced() const { return namespaced_; }
  /// Has it ended, or been closed? With a namespace everything inside has then ended as well.
  bool gone() const { return !socket_; }
  /// How it ended, if it did so before it was closed: somebody else ended it.
  std::optional<Exit> killed();

  Result<Spawned> spawn(const SpawnRequest&);
  /// Ends what is left of the session that this process led.
  void end_session(int id);
  /// The exit of that process, waiting at most `limit` for it.
  std::optional<Exit> exit_of(int id, Duration limit);
  /// Ends the guardian and everything that it spawned. Idempotent.
  void close();

 private:
  GuardianLink(pid_t pid, Descriptor socket, bool namespaced);
  bool hear(std::chrono::milliseconds limit);

  pid_t pid_;
  std::optional<Exit> killed_;
  Descriptor socket_;
  bool namespaced_;
  int next_id_ = 1;
  std::map<int, Exit> exits_;
  std::map<int, Spawned> spawned_;
  std::map<int, std::string> refused_;
};

}  // namespace misfire
