// What the fuzz targets share: a property that must hold, and the place of an error.
// A broken property is thrown; libFuzzer takes that for a crash, the replay test for a failure.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire::fuzz {

/// Set by libFuzzer's programs: of what is asked of an input many times over, they ask a part that
/// its bytes choose, and come to more inputs. Replays ask everything.
inline bool fuzzing = false;

struct BrokenProperty : std::logic_error {
  using std::logic_error::logic_error;
};

inline void require(bool holds, const std::string& property) {
  if (!holds) throw BrokenProperty("broken property: " + property);
}

/// An error says something, and its place lies within the text that was read.
void require_place(const Error&, const std::string& file, std::string_view text);
void require_places(const Errors&, const std::string& file, std::string_view text);

/// Writes bytes to a file of this process's own folder, for readers that take a path. The folder
/// goes with the process.
fs::path scratch_file(const std::string& name, std::string_view bytes);

/// From the input's start up to the first line feed; the input keeps the rest.
std::string take_line(std::string_view& input);

}  // namespace misfire::fuzz
