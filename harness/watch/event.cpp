#include "watch/event.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "watch/facts_json.hpp"

namespace misfire::watch {
namespace {

/// RFC 3339, milliseconds.
std::string time_text(Instant at) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(at);
  const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(at - whole);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(whole.time_since_epoch().count()),
                     rest.count());
}

}  // namespace

std::string line_of(const Event& event) {
  std::string name = event.name;
  for (char& c : name) c = c == '-' ? ' ' : c;
  return fmt::format("{} {}: {}", time_text(event.at), name, event.text);
}

std::string json_line_of(const Event& event) {
  nlohmann::json line = event.drift ? to_json(*event.drift) : nlohmann::json::object();
  line.erase("confirmed");
  if (event.drift) line["since"] = time_text(event.drift->since);
  line["at"] = time_text(event.at);
  line["event"] = event.name;
  line["text"] = event.text;
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace misfire::watch
