#include "stack/docker/build_turn.hpp"

#include <optional>
#include <utility>

#include "base/digest.hpp"
#include "base/lock.hpp"
#include "base/state_folder.hpp"
#include "base/wait.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr char kFolder[] = "builds";
constexpr Duration kLongest = 1h;  // all images from nothing, with a slow network and a slow disk
constexpr Duration kPause = 100ms;

/// What stands for the daemon. It stays: who removed it would give two commands a turn.
Result<fs::path> place_of(const Endpoint& daemon) {
  const auto state = state_folder();
  if (!state) return tl::unexpected(state.error());
  std::error_code error;
  const fs::path socket = fs::weakly_canonical(daemon.path, error);  // /var/run is a link
  Digest digest;
  digest.add(daemon.path.empty() || error ? to_string(daemon) : socket.string());
  fs::path folder = *state / kFolder / digest.hex();
  if (auto made = make_folder(folder); !made) return tl::unexpected(made.error());
  return folder;
}

}  // namespace

Result<Descriptor> take_build_turn(const Endpoint& daemon, const std::function<void()>& waits) {
  const auto place = place_of(daemon);
  if (!place) return tl::unexpected(place.error());
  std::optional<Descriptor> turn;
  bool told = false;
  const auto taken = [&]() -> Result<bool> {
    auto held = lock(*place);
    if (!held) return tl::unexpected(held.error());
    turn = std::move(*held);
    if (!turn && !std::exchange(told, true)) waits();
    return turn.has_value();
  };
  SystemClock clock;
  if (auto done = wait_for(clock, "another command to build its images", kLongest, taken, kPause);
      !done) {
    return tl::unexpected(done.error());
  }
  return std::move(*turn);
}

}  // namespace misfire
