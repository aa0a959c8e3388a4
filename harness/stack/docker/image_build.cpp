#include "stack/docker/image_build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <mutex>
#include <regex>
#include <thread>

#include "base/interrupt.hpp"
#include "base/nearest.hpp"
#include "base/wait.hpp"
#include "stack/docker/build_output.hpp"
#include "stack/docker/tar.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using Kind = BuildEvent::Kind;
using nlohmann::json;

constexpr int kSideBySide = 2;        // more would only share the network and the disk
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

/// False when it has to be tried again: something still uses it.
bool removed_or_tagged(const DockerClient& docker, const std::string& id) {
  const auto about = docker.call("GET", "/images/" + id + "/json");
  if (!about || !about->fine() || !about->body.is_object()) return true;
  const auto tags = about->body.find("RepoTags");
  if (tags != about->body.end() && tags->is_array() && !tags->empty()) return true;
  const auto removed = docker.call("DELETE", "/images/" + id);
  return !removed || removed->status != 409;
}

/// Untagged images of ours: unfinished ones, and earlier ones that were still in use when their
/// tags went to newer ones. `label`: which. False when some are still in use.
bool remove_untagged_images(const DockerClient& docker, const std::string& label) {
  const json filters{{"label", {label}}, {"dangling", {"true"}}};
  const auto list = docker.call("GET", "/images/json?filters=" + url_encode(filters.dump()));
  if (!list || !list->body.is_array()) return true;
  bool all = true;
  for (const json& image : list->body) {
    if (image.is_object()) all = removed_or_tagged(docker, image.value("Id", "")) && all;
  }
  return all;
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
  std::transform(everything.begin(), everything.end(), everything.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
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

struct OneBuild {
  std::string name;
  std::string context;
  std::string base = {};
  std::string tag = {};
  bool fresh = false;
  bool told = true;  ///< whether its steps are told
};

struct Made {
  std::string id;
  std::vector<std::string> printed;  ///< by its last step
};

/// One call of the builder, to its end.
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

Result<std::string> only_dockerfile(const std::string& text) {
  return make_tar({{"Dockerfile", TarEntry{text, 0644, 0, false}}});
}

/// Asks the program in the image, which also proves that it starts there.
Result<Made> ask_version(const DockerClient& docker, const ImageKind& kind,
                         const std::string& image, const BuildListener& tell) {
  auto context =
      only_dockerfile(fmt::format("FROM {}\nRUN {}\n", image, json(kind.version).dump()));
  if (!context) return tl::unexpected(context.error());
  OneBuild build{kind.name, std::move(*context)};
  build.fresh = true;  // a cached step prints nothing
  build.told = false;
  return call_builder(docker, std::move(build), tell);
}

std::string version_in(const std::vector<std::string>& lines) {
  // "HAProxy version 3.0.11-1…", "nginx version: nginx/1.26.3", "postgres (PostgreSQL) 17.6 (…)".
  static const std::regex number(R"((?:version:? (?:[a-z]+/)?|\) )([0-9][^\s,]*))",
                                 std::regex::icase);
  for (const std::string& line : lines) {
    std::smatch found;
    if (std::regex_search(line, found, number)) return found[1];
  }
  return "";
}

Result<ImageState> state_of(const DockerClient& docker, const ImageRecipe& recipe,
                            const std::string& base) {
  ImageState state{recipe.kind.name, image_tag(recipe.kind.name), {}, false};
  auto facts = look_for_image(docker, state.tag);
  if (!facts) return tl::unexpected(facts.error());
  state.facts = std::move(*facts);
  if (!state.facts) return state;
  const auto hash = recipe_hash(recipe, base);
  if (!hash) return tl::unexpected(hash.error());
  state.current = *hash == state.facts->recipe && (!recipe.on_base || !base.empty());
  return state;
}

ImageState base_state(std::optional<ImageFacts> facts) {
  const bool there = facts.has_value();
  return {"base", kBaseTag, std::move(facts), there};
}

std::string size_text(long long bytes) {
  return fmt::format("{:.0f} MB", static_cast<double>(bytes) / 1e6);
}

/// Builds one after the other from a common list, in several threads.
class Workshop {
 public:
  Workshop(const DockerClient& docker, std::string base, bool force, BuildListener tell)
      : docker_(docker), base_(std::move(base)), force_(force), tell_(std::move(tell)) {}

  void work(const std::vector<ImageRecipe>& recipes) {
    states_.resize(recipes.size());
    std::vector<std::thread> hands;
    hands.reserve(kSideBySide);
    for (int i = 0; i < kSideBySide; ++i) {
      hands.emplace_back([&] {
        for (std::size_t at; (at = next_++) < recipes.size();) one(recipes[at], states_[at]);
      });
    }
    for (std::thread& hand : hands) hand.join();
  }

  const std::vector<ImageState>& states() const { return states_; }
  const Errors& errors() const { return errors_; }

 private:
  void one(const ImageRecipe& recipe, ImageState& state) {
    if (interrupted() != 0) return;
    const std::string& name = recipe.kind.name;
    const auto started = std::chrono::steady_clock::now();
    tell_({name, Kind::began});
    const auto found = state_of(docker_, recipe, base_);
    if (!found) return failed(name, found.error(), started);
    state = *found;
    if (state.current && !force_) {
      return tell_({name, Kind::current, 0, 0, state.facts->program_version});
    }
    for (const std::string& note : recipe.notes) tell_({name, Kind::note, 0, 0, note});
    const auto built = build_image(docker_, recipe, base_, force_, tell_);
    if (!built) return failed(name, built.error(), started);
    state.facts = *built;
    state.current = true;
    tell_({name, Kind::built, 0, 0,
           fmt::format("{}, {}", built->program_version, size_text(built->bytes)),
           std::chrono::steady_clock::now() - started});
  }

  void failed(const std::string& name, const Error& error,
              std::chrono::steady_clock::time_point started) {
    {
      const std::lock_guard lock(mutex_);
      errors_.push_back(error);
    }
    if (interrupted() != 0) return;  // that is no failure of this image
    tell_({name, Kind::failed, 0, 0, error.message.substr(0, error.message.find('\n')),
           std::chrono::steady_clock::now() - started});
  }

  const DockerClient& docker_;
  const std::string base_;
  const bool force_;
  const BuildListener tell_;
  std::atomic<std::size_t> next_{0};
  std::vector<ImageState> states_;  ///< each written by one thread
  std::mutex mutex_;                ///< guards the errors
  Errors errors_;
};

std::vector<ImageKind> wanted_kinds(const std::vector<std::string>& names) {
  std::vector<ImageKind> wanted;
  for (const ImageKind& kind : image_kinds()) {
    if (names.empty() || std::find(names.begin(), names.end(), kind.name) != names.end()) {
      wanted.push_back(kind);
    }
  }
  return wanted;
}

}  // namespace

Errors mistakes_in(const std::vector<std::string>& names) {
  std::vector<std::string> known{"base"};
  for (const ImageKind& kind : image_kinds()) known.push_back(kind.name);
  Errors errors;
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    errors.push_back({ErrorCode::usage,
                      fmt::format("there is no image \"{}\"", name),
                      suggestion(name, known),
                      {}});
  }
  return errors;
}

void remove_image_if_unused(const DockerClient& docker, const std::string& id) {
  const CleaningUp despite_interrupts;
  static_cast<void>(removed_or_tagged(docker, id));
}

Result<ImageFacts> build_image(const DockerClient& docker, const ImageRecipe& recipe,
                               const std::string& base, bool fresh, const BuildListener& tell) {
  const ImageKind& kind = recipe.kind;
  const std::string tag = image_tag(kind.name);
  const auto hash = recipe_hash(recipe, base);
  if (!hash) return tl::unexpected(hash.error());
  auto context = recipe_context(recipe);
  if (!context) return tl::unexpected(context.error());
  const auto before = look_for_image(docker, tag);
  if (!before) return tl::unexpected(before.error());

  OneBuild first{kind.name, std::move(*context)};
  if (recipe.on_base) first.base = base;
  first.fresh = fresh;
  auto made = call_builder(docker, std::move(first), tell);
  if (!made) return tl::unexpected(made.error());
  std::string image = made->id;
  std::string version = MISFIRE_VERSION;
  if (!kind.version.empty()) {
    made = ask_version(docker, kind, image, tell);
    if (!made) {
      remove_image_if_unused(docker, image);
      return tl::unexpected(made.error());
    }
    image = made->id;
    version = version_in(made->printed);
  }
  // Only now is it known what it says; and only an image that is whole carries the recipe's hash.
  auto labels = only_dockerfile(
      fmt::format("FROM {}\nLABEL {}={} {}={} {}={}\n", image, kImageLabel, json(kind.name).dump(),
                  kRecipeLabel, json(*hash).dump(), kProgramVersionLabel, json(version).dump()));
  if (!labels) return tl::unexpected(labels.error());
  OneBuild last{kind.name, std::move(*labels)};
  last.tag = tag;
  last.told = false;
  made = call_builder(docker, std::move(last), tell);
  if (!made) {
    remove_image_if_unused(docker, image);
    return tl::unexpected(made.error());
  }
  auto now = find_image(docker, tag);
  if (now && *before && (*before)->id != now->id) remove_image_if_unused(docker, (*before)->id);
  return now;
}

Result<std::vector<ImageState>> examine_images(const DockerClient& docker,
                                               const RecipeSources& sources) {
  auto base = look_for_image(docker, kBaseTag);
  if (!base) return tl::unexpected(base.error());
  const std::string id = *base ? (*base)->id : "";
  std::vector<ImageState> states{base_state(std::move(*base))};
  for (const ImageKind& kind : image_kinds()) {
    const auto recipe = read_recipe(kind, sources);
    if (!recipe) return tl::unexpected(recipe.error());
    const auto state = state_of(docker, *recipe, id);
    if (!state) return tl::unexpected(state.error());
    states.push_back(*state);
  }
  return states;
}

Checked<std::vector<ImageState>> build_images(const DockerClient& docker,
                                              const RecipeSources& sources,
                                              const BuildOptions& options,
                                              const BuildListener& listener) {
  if (Errors mistakes = mistakes_in(options.names); !mistakes.empty()) {
    return tl::unexpected(std::move(mistakes));
  }
  std::mutex mutex;
  const BuildListener tell = [&](const BuildEvent& event) {
    const std::lock_guard lock(mutex);
    listener(event);
  };

  std::vector<ImageRecipe> recipes;
  for (const ImageKind& kind : wanted_kinds(options.names)) {
    auto recipe = read_recipe(kind, sources);
    if (!recipe) return tl::unexpected(Errors{recipe.error()});
    recipes.push_back(std::move(*recipe));
  }
  const auto& names = options.names;
  const bool base_asked = std::find(names.begin(), names.end(), "base") != names.end();
  const bool needs_base =
      base_asked || std::any_of(recipes.begin(), recipes.end(),
                                [](const ImageRecipe& recipe) { return recipe.on_base; });
  std::vector<ImageState> states;
  std::string base;
  if (needs_base) {
    const auto started = std::chrono::steady_clock::now();
    const auto took = [&] { return std::chrono::steady_clock::now() - started; };
    tell({"base", Kind::began});
    const auto before = look_for_image(docker, kBaseTag);
    // --force of another image alone takes the base as it is.
    const bool fresh = options.force && (base_asked || names.empty());
    const auto facts = provide_base(docker, fresh, tell);
    if (!facts) {
      if (interrupted() == 0) {
        tell({"base", Kind::failed, 0, 0,
              facts.error().message.substr(0, facts.error().message.find('\n')), took()});
      }
      return tl::unexpected(Errors{facts.error()});
    }
    const bool same = before && *before && (*before)->id == facts->id;
    tell({"base", same && !fresh ? Kind::current : Kind::built, 0, 0,
          same && !fresh ? "" : size_text(facts->bytes), took()});
    base = facts->id;
    states.push_back(base_state(*facts));
  }
  std::reverse(recipes.begin(), recipes.end());  // those that take long are the last of the list
  Workshop workshop(docker, base, options.force, tell);
  workshop.work(recipes);
  remove_untagged_images(docker, kImageLabel);
  Errors errors = workshop.errors();
  if (auto go_on = not_interrupted(); !go_on) errors = {go_on.error()};
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  states.insert(states.end(), workshop.states().rbegin(), workshop.states().rend());
  return states;
}

}  // namespace misfire
