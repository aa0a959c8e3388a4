// A line of history.jsonl, as it is and with a number and a checksum that fit.
#include "history_line.hpp"
#include "property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

void check(std::string_view line) {
  const auto event = decode(line);
  if (!event) return require_place(event.error(), "", line);
  require(encode(*event) == line, "what is decoded is encoded to the same bytes");
}

}  // namespace

void history(std::string_view line) {
  check(line);
  check(first_history_line(line));
}

}  // namespace misfire::fuzz
