#include "cli/narrate.hpp"

#include "cli/console.hpp"
#include "cli/live_screen.hpp"

namespace misfire {
namespace {

RunListener lines(SuitePlace place) {
  const auto medium = is_terminal() ? Progress::Medium::terminal : Progress::Medium::log;
  auto progress = std::make_shared<Progress>(terminal_style(), medium, place);
  return {[progress](const Plan& plan) { say(progress->begin(plan)); },
          [progress](const Event& event) {
            if (const std::string line = progress->line(event); !line.empty()) say(line);
          },
          {}};
}

RunListener live(SuitePlace place) {
  auto screen = std::make_shared<std::unique_ptr<LiveScreen>>();
  return {[screen, place](const Plan& plan) {
            *screen = std::make_unique<LiveScreen>(plan, place, terminal_style());
          },
          [screen](const Event& event) { (*screen)->happened(event); },
          [screen](const Endpoint& prometheus) { (*screen)->monitored(prometheus); }};
}

}  // namespace

RunListener narrate(SuitePlace place) {
  return can_redraw() ? live(place) : lines(place);
}

}  // namespace misfire
