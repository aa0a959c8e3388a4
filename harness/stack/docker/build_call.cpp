#include "stack/docker/build_call.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "base/interrupt.hpp"
#include "base/lower_case.hpp"
#include "base/wait.hpp"
#include "stack/docker/build_output.hpp"
#include "stack/docker/unused_images.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using Kind = BuildEvent::Kind;
using nlohmann::json;

constexpr Duration kAccepted = 5min;  // a context of hundreds of megabytes, a busy machine
constexpr Duration kSilent = 10min;   // a step may print nothing while it downloads
constexpr Duration kContainerGone = 15s;

/// Proxies of this machine are those of the builds (https://docs.docker.com/engine/cli/proxy/).
json build_arguments(const std::string& base) {
  json arguments = json::object();
  if (!base.empty()) arguments["BASE"] = base;
  for (const char* name : {"http_proxy", "https_proxy", "no_proxy"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') arguments[name] = value;
  }
  return arguments;
}

/// After a failed or interrupted build: its container, and what it has made so far. The daemon ends
/// the step a little later than we hang up, and removes the container itself.
void remove_remains(const DockerClient& docker, const std::string& name,
                    const BuildOutput& output) {
  const CleaningUp despite_interrupts;
  SystemClock clock;
  if (const std::string container = "/containers/" + output.container();
      !output.container().empty()) {
    const auto gone = [&]() -> Result<bool> {
      const auto answer = docker.call("GET", container + "/json");
      if (!answer) return tl::unexpected(answer.error());
      return answer->status == 404;
    };
    if (!wait_for(clock, "the build's container to go", kContainerGone, gone, 50ms)) {
      static_cast<void>(docker.call("DELETE", container + "?force=1&v=1"));
    }
  }
  const auto removed = [&]() -> Result<bool> {
    return remove_untagged_images(docker, fmt::format("{}={}", kImageLabel, name));
  };
  static_cast<void>(wait_for(clock, "the build's images to go", kContainerGone, removed, 50ms));
}

/// What it has said already, so that we know what it made.
void read_rest(HttpStream& answer, BuildOutput& output) {
  const CleaningUp despite_interrupts;
  for (int i = 0; i < 5 && !answer.ended(); ++i) {
    const auto bytes = answer.read(50ms);
    if (!bytes || bytes->empty()) return;
    output.feed(*bytes);
  }
}

Error failure(const DockerClient& docker, const std::string& name, const BuildOutput& output,
              const std::string& why) {
  std::string text = fmt::format("the image {} cannot be built: {}", name, why);
  std::string everything = why;
  if (output.step() > 0) {
    text += fmt::format("\n  in step {} of {}: {}", output.step(), output.steps(), output.doing());
  }
  for (const std::string& line : output.last_lines()) {
    text += "\n  | " + line;
    everything += "\n" + line;
  }
  everything = lower_case(everything);
  const auto says = [&](const char* words) { return everything.find(words) != everything.npos; };
  std::string hint;
  if (says("no space left on device") || says("disk quota exceeded")) {
    const auto info = docker.call("GET", "/info");
    const std::string root = info && info->body.is_object()
                                 ? info->body.value("DockerRootDir", "/var/lib/docker")
                                 : "/var/lib/docker";
    hint = fmt::format(
        "the disk is full: free some space below {} (docker system df) and run again", root);
  } else if (says("temporary failure resolving") || says("could not connect") ||
             says("failed to fetch")) {
    hint =
        "containers must reach Debian's packages (deb.debian.org): look at the network, or at "
        "http_proxy";
  }
  return {ErrorCode::environment, std::move(text), std::move(hint), {}};
}

}  // namespace

Result<Made> call_builder(const DockerClient& docker, OneBuild build, const BuildListener& tell) {
  std::string target = fmt::format("/build?rm=1&forcerm=1&buildargs={}",
                                   url_encode(build_arguments(build.base).dump()));
  if (build.fresh) target += "&nocache=1";
  if (!build.tag.empty()) target += "&t=" + url_encode(build.tag);
  BuildOutput output;
  std::string raw;
  std::optional<Error> broken;
  int status = 0;
  {
    auto answer = docker.stream("POST", target, std::move(build.context), kAccepted);
    if (!answer) return tl::unexpected(answer.error());
    status = answer->status();
    while (!answer->ended()) {
      const auto bytes = answer->read(kSilent);
      if (!bytes) {
        broken = bytes.error();
        read_rest(*answer, output);
        break;
      }
      if (bytes->empty() && !answer->ended()) {
        broken = failure(docker, build.name, output,
                         fmt::format("nothing happened for {:.0f} min", to_seconds(kSilent) / 60));
        break;
      }
      if (status != 200 && raw.size() < 4096) raw += *bytes;
      if (output.feed(*bytes) && build.told) {
        tell({build.name, Kind::doing, output.step(), output.steps(), output.doing()});
      }
    }
  }  // hanging up ends the build
  if (!broken && status != 200) {
    DockerAnswer refused{status, json::parse(raw, nullptr, false), raw};
    broken = failure(docker, build.name, output, refused.complaint());
  }
  if (!broken && !output.error().empty()) {
    broken = failure(docker, build.name, output, output.error());
  }
  if (!broken && output.image().empty()) {
    broken = failure(docker, build.name, output, "the daemon names no image");
  }
  if (!broken) return Made{output.image(), output.last_lines()};
  remove_remains(docker, build.name, output);
  return tl::unexpected(std::move(*broken));
}

}  // namespace misfire
