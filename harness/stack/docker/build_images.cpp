// All images that are wanted: what there is of them, and those that are missing or out of date
// built.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "base/interrupt.hpp"
#include "base/nearest.hpp"
#include "stack/docker/build_turn.hpp"
#include "stack/docker/image_build.hpp"
#include "stack/docker/unused_images.hpp"

namespace misfire {
namespace {

using Kind = BuildEvent::Kind;

constexpr int kSideBySide = 2;  // more would only share the network and the disk

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

std::string first_line(const Error& error) {
  return error.message.substr(0, error.message.find('\n'));
}

/// As provide_base, and tells of it.
Result<ImageFacts> build_base(const DockerClient& docker, bool fresh, const BuildListener& tell) {
  const auto started = std::chrono::steady_clock::now();
  const auto took = [&] { return std::chrono::steady_clock::now() - started; };
  tell({"base", Kind::began});
  const auto before = look_for_image(docker, kBaseTag);
  const auto facts = provide_base(docker, fresh, tell);
  if (!facts) {
    if (interrupted() == 0) tell({"base", Kind::failed, 0, 0, first_line(facts.error()), took()});
    return facts;
  }
  const bool same = before && *before && (*before)->id == facts->id;
  const bool current = same && !fresh;
  tell({"base", current ? Kind::current : Kind::built, 0, 0, current ? "" : size_text(facts->bytes),
        took()});
  return facts;
}

/// Builds one after the other from a common list, in several threads.
class Builders {
 public:
  Builders(const DockerClient& docker, std::string base, bool force, BuildListener tell)
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
    tell_(
        {name, Kind::failed, 0, 0, first_line(error), std::chrono::steady_clock::now() - started});
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

  const auto turn = take_build_turn(docker.endpoint(), [&] {
    tell({"images", Kind::note, 0, 0,
          "are being built on this daemon by another command: waiting for its end"});
  });
  if (!turn) return tl::unexpected(Errors{turn.error()});

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
    // --force of another image alone takes the base as it is.
    const bool fresh = options.force && (base_asked || names.empty());
    const auto facts = build_base(docker, fresh, tell);
    if (!facts) return tl::unexpected(Errors{facts.error()});
    base = facts->id;
    states.push_back(base_state(*facts));
  }
  std::reverse(recipes.begin(), recipes.end());  // those that take long are the last of the list
  Builders builders(docker, base, options.force, tell);
  builders.work(recipes);
  remove_untagged_images(docker, kImageLabel);
  Errors errors = builders.errors();
  if (auto go_on = not_interrupted(); !go_on) errors = {go_on.error()};
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  states.insert(states.end(), builders.states().rbegin(), builders.states().rend());
  return states;
}

}  // namespace misfire
