// Parts that are started side by side, and how long that may take. Internal to run/: launch.hpp has
// what others need of it.
#pragma once

#include <vector>

#include "run/launch.hpp"

namespace misfire {

inline constexpr Duration kReady = std::chrono::seconds(30);  ///< generous: the machine may be busy
/// Asked again until then; one that hangs must not hide the others.
inline constexpr Duration kAnswer = std::chrono::seconds(2);

/// A part that is to be started, and how to see that it is ready.
struct Starting {
  PartPtr* place;
  PartSpec spec;
  ReadyQuestion probe;
  bool ready = false;
};

/// Where a part listens, as its command line says it.
std::string listen_address(Engine&, const std::string& part, int port);

/// One part; errors name it.
Result<PartPtr> started(Engine&, const PartSpec&);

/// Whatever was started has its place, also when another could not be.
Result<void> start_all(Engine&, std::vector<Starting>&);

Result<bool> answers(const Part&, const ReadyQuestion&);

/// Notes each that becomes ready, and has it looked after from then on.
Result<void> all_ready(std::vector<Starting>&, Instant began, Watch&);

}  // namespace misfire
