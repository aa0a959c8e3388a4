// The base image: Debian 13 from a registry where one answers, else bootstrapped from Debian's
// packages and imported.
#include <fmt/format.h>
#include <unistd.h>

#include "base/interrupt.hpp"
#include "base/process.hpp"
#include "base/temporary_folder.hpp"
#include "stack/docker/build_output.hpp"
#include "stack/docker/image_build.hpp"
#include "stack/docker/unused_images.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using Kind = BuildEvent::Kind;

constexpr char kUpstream[] = "debian:trixie-slim";
constexpr Duration kRegistryAnswers = 8s;  // to say that it has the image; else it is bootstrapped
constexpr Duration kRegistrySilent = 30s;  // between two pieces of news
constexpr Duration kRegistryDone = 5min;
constexpr Duration kBootstrapDone = 10min;  // 15 to 80 s, and a slow network
constexpr std::size_t kLargest = std::size_t{1} << 30;

Result<void> tag_as_base(const DockerClient& docker, const std::string& image) {
  const auto tagged =
      docker.call("POST", "/images/" + image + "/tag?repo=misfire%2Fbase&tag=trixie");
  if (!tagged) return tl::unexpected(tagged.error());
  if (tagged->fine()) return {};
  return environment_error(
      fmt::format("cannot tag {} as {}: {}", image, kBaseTag, tagged->complaint()));
}

/// "" when pulled, else why not. Errors: interrupted, or the daemon is gone.
Result<std::string> pull(const DockerClient& docker, const BuildListener& tell) {
  const auto started = std::chrono::steady_clock::now();
  auto answer = docker.stream("POST", "/images/create?fromImage=debian&tag=trixie-slim", {},
                              kRegistryAnswers);
  if (auto go_on = not_interrupted(); !go_on) return tl::unexpected(go_on.error());
  if (!answer) return std::string("no registry answers");
  BuildOutput output;
  std::string raw;
  while (!answer->ended()) {
    const auto bytes = answer->read(kRegistrySilent);
    if (!bytes) return tl::unexpected(bytes.error());
    if (bytes->empty() && !answer->ended()) return std::string("the registry fell silent");
    if (std::chrono::steady_clock::now() - started > kRegistryDone) {
      return std::string("the registry is too slow");
    }
    if (raw.size() < 4096) raw += *bytes;
    if (output.feed(*bytes)) tell({"base", Kind::doing, 0, 0, "pull: " + output.doing()});
  }
  if (answer->status() != 200) {
    DockerAnswer refused;
    refused.raw = raw;
    refused.body = nlohmann::json::parse(raw, nullptr, false);
    return refused.complaint();
  }
  return output.error();
}

Error cannot_bootstrap(const std::string& why) {
  std::string hint =
      ::geteuid() == 0
          ? "Debian's packages must be reachable (deb.debian.org); or docker pull "
            "debian:trixie-slim"
          : "run misfire images build once as root, or allow user namespaces (newuidmap, "
            "/etc/subuid), or docker pull debian:trixie-slim";
  return {
      ErrorCode::environment, "the base image cannot be bootstrapped: " + why, std::move(hint), {}};
}

std::string last_lines(const std::string& text, std::size_t most) {
  std::size_t begin = text.find_last_not_of('\n');
  if (begin == text.npos) return "";
  const std::size_t end = begin + 1;
  for (std::size_t lines = 0; begin > 0 && (text[begin - 1] != '\n' || ++lines < most);) --begin;
  return text.substr(begin, end - begin);
}

Result<std::string> bootstrap(const BuildListener& tell) {
  const auto mmdebstrap = find_program("mmdebstrap", "mmdebstrap");
  if (!mmdebstrap) {
    return tl::unexpected(Error{ErrorCode::environment,
                                "no registry answers, and mmdebstrap is not installed",
                                "apt-get install mmdebstrap, or docker pull debian:trixie-slim",
                                {}});
  }
  const auto folder = TemporaryFolder::make("base");
  if (!folder) return tl::unexpected(folder.error());
  const fs::path tar = folder->path() / "base.tar";
  std::vector<std::string> argv;
  // As root its work goes into our folder, so that nothing is left when it is killed. Otherwise it
  // needs one that its subordinate users may enter.
  if (::geteuid() == 0) {
    const auto env = find_program("env");
    if (!env) return tl::unexpected(env.error());
    argv = {env->string(), "TMPDIR=" + folder->path().string()};
  }
  argv.insert(argv.end(), {mmdebstrap->string(), "--quiet", "--variant=minbase"});
  // apt's own user may not enter our folder. (mmdebstrap keeps such options in the image, too.)
  argv.insert(argv.end(),
              {"--aptopt=APT::Sandbox::User \"root\"",
               "--customize-hook=sed -i /Sandbox/d \"$1\"/etc/apt/apt.conf.d/99mmdebstrap"});
  for (const char* rarely_read : {"doc", "man", "info", "locale", "lintian"}) {
    argv.push_back(fmt::format("--dpkgopt=path-exclude=/usr/share/{}/*", rarely_read));
  }
  argv.insert(argv.end(), {"--dpkgopt=path-include=/usr/share/doc/*/copyright",
                           "--aptopt=Acquire::Languages \"none\"", "trixie", tar.string()});
  tell({"base", Kind::doing, 1, 2, "mmdebstrap --variant=minbase trixie"});
  const auto run = run_tool(argv, kBootstrapDone);
  if (!run) return tl::unexpected(run.error());
  if (run->exit_code != 0) {
    return tl::unexpected(cannot_bootstrap(
        fmt::format("mmdebstrap ended with {}\n{}", run->exit_code, last_lines(run->output, 10))));
  }
  return read_file(tar, kLargest);
}

Result<void> import(const DockerClient& docker, std::string tar, const BuildListener& tell) {
  tell({"base", Kind::doing, 2, 2, "import"});
  const std::string target = fmt::format(
      "/images/create?fromSrc=-&repo=misfire%2Fbase&tag=trixie&changes={}",
      url_encode(fmt::format("LABEL {}=base {}=bootstrapped", kImageLabel, kRecipeLabel)));
  auto answer = docker.stream("POST", target, std::move(tar), 2min);
  if (!answer) return tl::unexpected(answer.error());
  BuildOutput output;
  std::string raw;
  while (!answer->ended()) {
    const auto bytes = answer->read(2min);
    if (!bytes) return tl::unexpected(bytes.error());
    if (bytes->empty() && !answer->ended()) {
      return environment_error("the daemon fell silent while it imported the base image");
    }
    raw += *bytes;
    output.feed(*bytes);
  }
  if (answer->status() == 200 && output.error().empty()) return {};
  const std::string why = output.error().empty() ? raw : output.error();
  return environment_error("the daemon does not import the base image: " + why.substr(0, 300),
                           why.find("no space left") == why.npos
                               ? ""
                               : "free some disk space (docker system df) and run again");
}

Result<void> make_base(const DockerClient& docker, bool fresh, const BuildListener& tell) {
  if (!fresh) {  // perhaps somebody has loaded it
    const auto there = look_for_image(docker, kUpstream);
    if (!there) return tl::unexpected(there.error());
    if (*there) return tag_as_base(docker, kUpstream);
  }
  tell({"base", Kind::doing, 0, 0, fmt::format("pull {}", kUpstream)});
  const auto refused = pull(docker, tell);
  if (!refused) return tl::unexpected(refused.error());
  if (refused->empty()) return tag_as_base(docker, kUpstream);
  tell({"base", Kind::note, 0, 0,
        fmt::format("not pulled ({}): bootstrapping it from Debian's packages", *refused)});
  auto tar = bootstrap(tell);
  if (!tar) return tl::unexpected(tar.error());
  return import(docker, std::move(*tar), tell);
}

}  // namespace

Result<ImageFacts> provide_base(const DockerClient& docker, bool fresh, const BuildListener& tell) {
  const auto before = look_for_image(docker, kBaseTag);
  if (!before) return tl::unexpected(before.error());
  if (*before && !fresh) return **before;
  if (auto made = make_base(docker, fresh, tell); !made) return tl::unexpected(made.error());
  auto now = find_image(docker, kBaseTag);
  if (now && *before && (*before)->id != now->id) remove_image_if_unused(docker, (*before)->id);
  return now;
}

}  // namespace misfire
