#include "stack/docker/container.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "stack/docker/log_frames.hpp"
#include "stack/docker/tar.hpp"

namespace misfire {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr int kNoLog = 409;  // Docker's and Podman's "conflict"

std::string port_key(int port) {
  return fmt::format("{}/tcp", port);
}

json creation(const ContainerSpec& spec) {
  json env = json::array();
  for (const auto& [name, value] : spec.env) env.push_back(name + "=" + value);
  json exposed = json::object(), bindings = json::object();
  for (const int port : spec.published) {
    exposed[port_key(port)] = json::object();
    bindings[port_key(port)] = {{{"HostIp", "127.0.0.1"}, {"HostPort", ""}}};
  }
  json made{{"Image", spec.image},
            {"Hostname", spec.part},  // a host name steers Prometheus's phases
            {"Env", env},
            {"StopSignal", "SIGTERM"},
            {"Labels", {{kOwnerLabel, spec.owner}, {kPartLabel, spec.part}}},
            {"ExposedPorts", exposed}};
  if (!spec.foreign) {
    made["Entrypoint"] = {spec.argv.front()};
    made["Cmd"] = std::vector<std::string>(spec.argv.begin() + 1, spec.argv.end());
    made["WorkingDir"] = kPartFolder;
  } else if (!spec.argv.empty()) {
    made["Cmd"] = spec.argv;
  }
  made["HostConfig"] = {{"NetworkMode", spec.network},
                        {"PortBindings", bindings},
                        {"Memory", spec.limits.memory},
                        // Without swap, a limit is a limit.
                        {"MemorySwap", spec.limits.memory},
                        {"NanoCpus", std::llround(spec.limits.cpus * 1e9)},
                        {"SecurityOpt", {"no-new-privileges"}},
                        {"RestartPolicy", {{"Name", "no"}}},
                        // Whatever the daemon's default is: logs are read over the API.
                        {"LogConfig", {{"Type", "json-file"}, {"Config", json::object()}}}};
  // A foreign image may begin as root and then become somebody else.
  if (!spec.foreign) made["HostConfig"]["CapDrop"] = {"ALL"};
  // Volumes without a name: they go with the last container that has them.
  for (const std::string& folder : spec.shared) {
    made["Volumes"][fmt::format("{}/{}", kPartFolder, folder)] = json::object();
  }
  if (!spec.reads.empty()) made["HostConfig"]["VolumesFrom"] = {spec.reads + ":ro"};
  if (!spec.address.empty()) {
    made["NetworkingConfig"]["EndpointsConfig"][spec.network] = {
        {"IPAMConfig", {{"IPv4Address", spec.address}}}};
  }
  return made;
}

/// The numeric user of an image; 0 where it names none.
int user_of(const DockerClient& client, const std::string& image) {
  const auto answer = client.call("GET", "/images/" + image + "/json");
  if (!answer || !answer->fine()) return 0;
  const json config = answer->body.value("Config", json::object());
  const std::string user = config.is_object() ? config.value("User", "") : "";
  int number = 0;
  std::from_chars(user.data(), user.data() + user.size(), number);
  return number;
}

tl::unexpected<Error> refused(const std::string& what, const DockerAnswer& answer,
                              std::string hint = {}) {
  if (hint.empty() && answer.raw.find("no space left") != std::string::npos) {
    hint = "free some space where the daemon keeps its data (docker system df shows what takes it)";
  }
  return environment_error(
      fmt::format("the Docker daemon refuses to {}: {}", what, answer.complaint()),
      std::move(hint));
}

Exit exit_of(const json& state) {
  Exit exit;
  const int code = state.value("ExitCode", 0);
  exit.out_of_memory = state.value("OOMKilled", false);
  constexpr int kSignalled = 128;
  if (code > kSignalled && code <= kSignalled + 64) {
    exit.code = -1;
    exit.signal = code - kSignalled;
  } else {
    exit.code = code;
  }
  return exit;
}

}  // namespace

bool is_in_container(std::string_view cgroup, const std::string& id) {
  return !id.empty() && cgroup.find(id) != cgroup.npos;
}

Result<std::string> inside_part(const std::string& path) {
  const fs::path inside = fs::path(path).lexically_normal();
  if (inside.is_absolute() || !inside.has_filename() || *inside.begin() == "..") {
    return usage_error(fmt::format("\"{}\" is not a file inside a part's folder", path));
  }
  return inside.string();
}

Result<Container> Container::create(const DockerClient& client, const ContainerSpec& spec) {
  const auto made =
      client.call("POST", "/containers/create?name=" + url_encode(spec.name), creation(spec));
  if (!made) return tl::unexpected(made.error());
  if (made->status == 404) {
    return environment_error(fmt::format("there is no image {}", spec.image),
                             "build it: misfire images build");
  }
  if (made->status == 409) {
    return refused(
        fmt::format("create the container {}", spec.name), *made,
        fmt::format("somebody else has that name: docker ps -a --filter name={}", spec.name));
  }
  if (!made->fine()) return refused(fmt::format("create the container {}", spec.name), *made);
  return Container(client, made->body.at("Id"), user_of(client, spec.image));
}

Result<DockerAnswer> Container::ask(const std::string& method, const std::string& what,
                                    const json& body, Duration limit) const {
  return client_.call(method, fmt::format("/containers/{}{}", id_, what), body, limit);
}

Result<void> Container::put(const std::map<std::string, std::string>& files, bool running) const {
  std::map<std::string, TarEntry> entries;
  std::vector<std::string> renames;
  for (const auto& [path, bytes] : files) {
    const auto inside = inside_part(path);
    if (!inside) return tl::unexpected(inside.error());
    for (fs::path above = fs::path(*inside).parent_path(); !above.empty();
         above = above.parent_path()) {
      entries[above.string() + "/"] = {{}, 0700, user_, true};
    }
    entries[running ? *inside + ".new" : *inside] = {bytes, 0600, user_};
    renames.push_back(*inside);
  }
  if (entries.empty()) return {};
  auto tar = make_tar(entries);
  if (!tar) return tl::unexpected(tar.error());
  const auto sent = client_.send_tar(
      "PUT", fmt::format("/containers/{}/archive?path={}", id_, kPartFolder), std::move(*tar));
  if (!sent) return tl::unexpected(sent.error());
  if (!sent->fine()) return refused("put files into a container", *sent);
  if (!running) return {};
  for (const std::string& path : renames) {
    const auto moved = run({"mv", "-f", path + ".new", path}, 20s);
    if (!moved) return tl::unexpected(moved.error());
    if (moved->exit_code != 0) {
      return environment_error(fmt::format("{} cannot be replaced: {}", path, moved->output));
    }
  }
  return {};
}

Result<void> Container::start() const {
  const auto started = ask("POST", "/start");
  if (!started) return tl::unexpected(started.error());
  if (!started->fine()) return refused("start a container", *started);
  return {};
}

Result<ContainerState> Container::state() const {
  const auto seen = ask("GET", "/json");
  if (!seen) return tl::unexpected(seen.error());
  if (!seen->fine()) return refused("tell of a container", *seen);
  ContainerState state;
  try {
    const json& inside = seen->body.at("State");
    state.running = inside.at("Running");
    state.process = inside.value("Pid", 0);
    state.exit = exit_of(inside);
    const json ports = seen->body.at("NetworkSettings").value("Ports", json::object());
    for (const auto& [port, bindings] : ports.items()) {
      if (!bindings.is_array() || bindings.empty()) continue;
      state.published[std::stoi(port)] = std::stoi(bindings[0].at("HostPort").get<std::string>());
    }
  } catch (const std::exception& error) {
    return environment_error(
        fmt::format("the Docker daemon tells of a container in another form: {}", error.what()));
  }
  return state;
}

Result<void> Container::signal(int number) const {
  const auto sent = ask("POST", fmt::format("/kill?signal={}", number));
  if (!sent) return tl::unexpected(sent.error());
  if (!sent->fine()) return refused("signal a container", *sent);
  return {};
}

Result<void> Container::pause() const {
  const auto paused = ask("POST", "/pause");
  if (!paused) return tl::unexpected(paused.error());
  if (!paused->fine()) return refused("pause a container", *paused);
  return {};
}

Result<void> Container::resume() const {
  const auto resumed = ask("POST", "/unpause");
  if (!resumed) return tl::unexpected(resumed.error());
  if (!resumed->fine()) return refused("resume a container", *resumed);
  return {};
}

Result<void> Container::stop(Duration limit) const {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(limit);
  const auto stopped = ask("POST", fmt::format("/stop?t={}", seconds.count()), nullptr,
                           seconds + DockerClient::kPatience);
  if (!stopped) return tl::unexpected(stopped.error());
  if (!stopped->fine()) return refused("stop a container", *stopped);
  return {};
}

Result<std::optional<int>> Container::exit_code(Duration limit) const {
  const auto ended = ask("POST", "/wait", nullptr, limit);
  if (!ended) {
    if (ended.error().message.find("no answer") != std::string::npos) return std::nullopt;
    return tl::unexpected(ended.error());
  }
  if (!ended->fine()) return refused("wait for a container", *ended);
  return ended->body.value("StatusCode", -1);
}

Result<ToolRun> Container::run(const std::vector<std::string>& argv, Duration limit) const {
  const auto made = ask(
      "POST", "/exec",
      {{"Cmd", argv}, {"WorkingDir", kPartFolder}, {"AttachStdout", true}, {"AttachStderr", true}});
  if (!made) return tl::unexpected(made.error());
  if (!made->fine()) return refused(fmt::format("run {} in a container", argv.front()), *made);
  const std::string id = made->body.at("Id");
  const auto ran =
      client_.call("POST", fmt::format("/exec/{}/start", id), {{"Detach", false}}, limit);
  if (!ran) return tl::unexpected(ran.error());
  if (!ran->fine()) return refused(fmt::format("run {} in a container", argv.front()), *ran);
  const auto seen = client_.call("GET", fmt::format("/exec/{}/json", id));
  if (!seen) return tl::unexpected(seen.error());
  if (!seen->fine()) return refused("tell how a program ended", *seen);
  const json& code = seen->body.at("ExitCode");
  return ToolRun{code.is_number_integer() ? code.get<int>() : -1, without_frames(ran->raw)};
}

Result<std::string> Container::log(int lines) const {
  const std::string tail = lines > 0 ? std::to_string(lines) : "all";
  const auto printed = ask("GET", "/logs?stdout=1&stderr=1&tail=" + tail);
  if (!printed) return tl::unexpected(printed.error());
  if (printed->status == kNoLog) return std::string();  // it never started
  if (!printed->fine()) return refused("hand out a container's log", *printed);
  return without_frames(printed->raw);
}

Result<void> Container::copy_out(const std::string& path, const fs::path& to) const {
  const std::string inside = fmt::format("{}/{}", kPartFolder, path);
  const auto tar = ask("GET", "/archive?path=" + url_encode(inside));
  if (!tar) return tl::unexpected(tar.error());
  if (!tar->fine()) return refused(fmt::format("hand out {}", inside), *tar);
  return unpack_tar(tar->raw, to);
}

Result<void> Container::remove() const {
  const auto removed = ask("DELETE", "?force=1&v=1");
  if (!removed) return tl::unexpected(removed.error());
  const bool gone = removed->status == 404 || removed->status == 409;  // or just going
  if (!removed->fine() && !gone) return refused("remove a container", *removed);
  return {};
}

}  // namespace misfire
