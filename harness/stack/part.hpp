// A part: one running program of the stack. Only the part can stop itself; it does so when
// destroyed, too. Nothing above stack/ may assume that a part's files or addresses are local.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/http_client.hpp"
#include "base/limits.hpp"
#include "base/process.hpp"

namespace misfire {

struct Exit {
  int code = 0;  ///< exit code, or -1 when a signal ended it
  int signal = 0;
  bool out_of_memory = false;  ///< its memory limit was reached
};

/// What to start. Paths in `argv` and `files` are relative to the part's folder, which is the
/// working directory.
struct PartSpec {
  std::string name;     ///< "balancer", "auth1", "prometheus", …
  std::string program;  ///< full path (process engine) or image's program
  std::vector<std::string> args;
  std::map<std::string, std::string> env;    ///< nothing else is inherited but PATH
  std::map<std::string, std::string> files;  ///< path → bytes, put before the start
  std::map<std::string, int> ports;          ///< name → port number, the same in every run
  std::set<std::string> inner_ports = {};    ///< those of them that only other parts reach
  Limits limits = {};                        ///< processes are not limited
  std::set<std::string> shared = {};         ///< folders of it that other parts may read
  /// Containers: an image that is no part of ours, started as it means to be: its own command
  /// unless `args` has another, its own user and folder.
  bool foreign = false;
  std::string reads = {};  ///< a part, started before, whose shared folders it finds at their paths
};

class Part {
 public:
  virtual ~Part() = default;
  virtual const std::string& name() const = 0;
  /// Where this port is reached from the harness, and from the other parts.
  virtual Endpoint from_harness(const std::string& port) const = 0;
  virtual Endpoint from_parts(const std::string& port) const = 0;
  /// Replaces a file of the part atomically.
  virtual Result<void> put(const std::string& path, std::string_view bytes) = 0;
  virtual Result<void> signal(int number) = 0;
  /// Runs another program of the part's to its end, in the part's folder while the part runs.
  virtual Result<ToolRun> run(const std::vector<std::string>& argv, Duration limit) = 0;
  /// Hands over the folder that the part, which was stopped, has at `path`.
  virtual Result<void> hand_over(const std::string& path, const fs::path& to) = 0;
  /// SIGTERM, then SIGKILL after `limit`. Stopping twice is fine. What it wrote stays for a part of
  /// the same name that is started later, until the engine is closed.
  virtual Result<Exit> stop(Duration limit) = 0;
  /// Ends it at once, as a crash would: it can neither tidy up nor answer what it owes.
  virtual Result<Exit> kill() = 0;
  /// It does nothing any more, but the kernel goes on accepting its connections; until `resume`, or
  /// until it is stopped or killed.
  virtual Result<void> pause() = 0;
  virtual Result<void> resume() = 0;
  /// The last bytes of what it printed.
  virtual std::string log_tail(std::size_t bytes = 4096) const = 0;
  /// Its first process, by this machine's number; 0: it cannot be seen from here.
  virtual int process() const { return 0; }
};
using PartPtr = std::unique_ptr<Part>;

}  // namespace misfire
