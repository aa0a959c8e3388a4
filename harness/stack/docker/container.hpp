// One container, from its creation to its removal, over the Engine API.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/process.hpp"
#include "stack/docker/client.hpp"
#include "stack/part.hpp"

namespace misfire {

/// On everything that misfire creates: who it belongs to, a run's id or a check's name.
constexpr char kOwnerLabel[] = "misfire.owner";
constexpr char kPartLabel[] = "misfire.part";

/// Where a part's files are inside its container; the images make it their working directory.
constexpr char kPartFolder[] = "/misfire";

struct ContainerSpec {
  std::string name;  ///< unique on the daemon
  std::string owner, part, image;
  std::vector<std::string> argv;
  /// It keeps its own user, folder and entry point; `argv` is its command, unless empty.
  bool foreign = false;
  std::map<std::string, std::string> env = {};
  std::string network = "none", address = {};
  std::vector<int> published = {};  ///< on 127.0.0.1, on ports that the daemon chooses
  Limits limits = {};
  std::set<std::string> shared = {};  ///< folders below the part's that other containers may read
  std::string reads = {};             ///< id of the container whose shared folders it finds
};

struct ContainerState {
  bool running = false;
  int process = 0;  ///< the first of its processes, as the daemon's machine numbers it
  Exit exit;
  std::map<int, int> published;  ///< port inside → port on 127.0.0.1
};

class Container {
 public:
  /// Errors: no such image, the name or address is taken, no permission, no disk.
  static Result<Container> create(const DockerClient&, const ContainerSpec&);

  const std::string& id() const { return id_; }
  /// Files below the part's folder. Into a running container each is put beside its place first and
  /// then renamed: the daemon itself does not replace files atomically.
  Result<void> put(const std::map<std::string, std::string>& files, bool running) const;
  Result<void> start() const;
  Result<ContainerState> state() const;
  Result<void> signal(int number) const;
  Result<void> pause() const;
  Result<void> resume() const;
  /// SIGTERM, then SIGKILL after `limit` (whole seconds).
  Result<void> stop(Duration limit) const;
  /// Waits for its end; nothing: not within the limit.
  Result<std::optional<int>> exit_code(Duration limit) const;
  Result<ToolRun> run(const std::vector<std::string>& argv, Duration limit) const;
  /// What it printed; `lines` 0: all.
  Result<std::string> log(int lines = 0) const;
  /// Unpacks the folder that it has at `path` to `to`.
  Result<void> copy_out(const std::string& path, const fs::path& to) const;
  /// Kills it if need be. One that is gone is fine.
  Result<void> remove() const;

 private:
  Container(DockerClient client, std::string id, int user)
      : client_(std::move(client)), id_(std::move(id)), user_(user) {}
  Result<DockerAnswer> ask(const std::string& method, const std::string& what,
                           const nlohmann::json& body = nullptr,
                           Duration limit = DockerClient::kPatience) const;
  DockerClient client_;
  std::string id_;
  int user_;  ///< whose the files are
};

/// Is this the text of /proc/PID/cgroup of one of that container's processes? Elsewhere (in Docker
/// Desktop's virtual machine) the number is some other process's, or nobody's.
bool is_in_container(std::string_view cgroup, const std::string& id);

/// Paths come from users' files too: nothing is ever written outside the part's folder.
Result<std::string> inside_part(const std::string& path);

}  // namespace misfire
