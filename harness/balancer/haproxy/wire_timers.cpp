#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "balancer/haproxy/check_start.hpp"
#include "balancer/haproxy/draft.hpp"
#include "balancer/haproxy/timers.hpp"
#include "balancer/haproxy/tracking.hpp"
#include "balancer/scaling.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

constexpr microseconds kDefaultInter = 2s;        // configuration manual, "inter"
constexpr microseconds kShortestInter = 50ms;     // below it the checks themselves become a load
constexpr microseconds kShortestTimeout = 100ms;  // of a check: a healthy answer on a busy machine
constexpr microseconds kShortestOther = 1ms;

/// Up to which speed it is as long as it should be. A check's timeout is none of these: a healthy
/// check never meets it.
void cap_speed(WiringDraft& draft, const std::string& timer, microseconds real, ScaledTime scaled) {
  if (!scaled.floored || scaled.value.count() == 0) return;
  const double speed =
      static_cast<double>(real.count()) / static_cast<double>(scaled.value.count());
  draft.capped(speed, fmt::format("{} {} cannot be shorter than {}", timer, haproxy_time(real),
                                  haproxy_time(scaled.value)));
}

/// HAProxy keeps slowstart in whole seconds, rounded up.
ScaledTime scale_slowstart(microseconds time, double speed) {
  const double exact = static_cast<double>(time.count()) / speed / 1e6;
  const double seconds = std::ceil(exact - 1e-9);
  return {microseconds(static_cast<std::int64_t>(seconds * 1e6)), seconds - exact > 0.01};
}

std::string where(const HaproxySection& section, const HaproxyLine& line) {
  if (line.keyword() == "server" || line.keyword() == "server-template") {
    return fmt::format("{} {}/{}", line.keyword(), section.name, line.word(1));
  }
  return fmt::format("{}: {}", title(section), line.keyword());
}

/// Scales the value at `word`; true when it was written.
void scale_word(WiringDraft& draft, const HaproxySection& section, const HaproxyLine& line,
                std::size_t word, const std::string& name) {
  const auto time = parse_haproxy_time(line.word(word));
  if (!time || line.words[word].variable) {
    draft.limited(fmt::format("{}: {} {} is not a plain time and runs unscaled",
                              where(section, line), name, line.word(word)));
    return;
  }
  const double speed = draft.wiring.speed;
  const bool check = name == "inter" || name == "fastinter" || name == "downinter";
  const ScaledTime scaled = name == "slowstart"       ? scale_slowstart(*time, speed)
                            : name == "timeout check" ? scale_time(*time, speed, kShortestTimeout)
                            : check                   ? scale_time(*time, speed, kShortestInter)
                                                      : scale_time(*time, speed, kShortestOther);
  const std::string text = haproxy_time(scaled.value);
  draft.replace(line.words[word], text);
  draft.changed(fmt::format("{}: {} {} runs as {} (speed {})", where(section, line), name,
                            line.word(word), text, speed));
  if (name != "timeout check") {
    cap_speed(draft, fmt::format("{}: {}", where(section, line), name), *time, scaled);
  }
  if (scaled.floored) {
    draft.limited(
        fmt::format("{}: {} {} cannot be shorter than {} here, which is {:.1f} s of model "
                    "time",
                    where(section, line), name, line.word(word), text,
                    static_cast<double>(scaled.value.count()) * speed / 1e6));
  }
}

void scale_line(WiringDraft& draft, const HaproxySection& section, const HaproxyLine& line) {
  static const std::set<std::string> timers = {"inter", "fastinter", "downinter", "slowstart"};
  const std::string& keyword = line.keyword();
  if (keyword == "server" || keyword == "default-server" || keyword == "server-template") {
    for (const HaproxyParam& param : server_params(line)) {
      if (timers.contains(param.name) && param.last > param.first) {
        scale_word(draft, section, line, param.last, param.name);
      }
    }
  } else if (keyword == "timeout" && line.word(1) == "check" && line.words.size() > 2) {
    scale_word(draft, section, line, 2, "timeout check");
  } else if (keyword == "max-spread-checks" && line.words.size() > 1) {
    scale_word(draft, section, line, 1, keyword);
  } else if (keyword == "stick-table") {
    for (std::size_t i = 1; i + 1 < line.words.size(); ++i) {
      if (line.word(i) == "expire") scale_word(draft, section, line, i + 1, "expire");
    }
    if (const auto rate = std::find_if(
            line.words.begin(), line.words.end(),
            [](const HaproxyWord& word) { return word.text.find("_rate(") != std::string::npos; });
        rate != line.words.end()) {
      draft.limited(
          fmt::format("{}: the periods of {} are left as they are: the logins come at "
                      "their rate of real time",
                      title(section), rate->text));
    }
  }
}

bool has_check_timeout(const HaproxySection& section) {
  return std::any_of(section.lines.begin(), section.lines.end(), [](const HaproxyLine& line) {
    return line.keyword() == "timeout" && line.word(1) == "check";
  });
}

/// Writes out what HAProxy would take by default and what therefore would not be scaled.
void write_defaults(WiringDraft& draft, const HaproxySection& section) {
  microseconds longest{0};
  for (const HaproxyLine& line : section.lines) {
    if (line.keyword() != "server" || line.words.size() < 3) continue;
    const ServerSettings settings(draft.model, section, line);
    if (!settings.flag("check")) continue;
    const auto inter = parse_haproxy_time(settings.value("inter"));
    longest = std::max(longest, inter.value_or(kDefaultInter));
    if (settings.has("inter")) continue;
    const auto scaled = scale_time(kDefaultInter, draft.wiring.speed, kShortestInter);
    draft.insert(line.words[2].end, " inter " + haproxy_time(scaled.value));
    draft.changed(fmt::format("{}: HAProxy's default inter 2s is written out as {} (speed {})",
                              where(section, line), haproxy_time(scaled.value),
                              draft.wiring.speed));
    cap_speed(draft, where(section, line) + ": inter", kDefaultInter, scaled);
    if (scaled.floored) {
      draft.limited(fmt::format("{}: inter cannot be shorter than {} here", where(section, line),
                                haproxy_time(scaled.value)));
    }
  }
  const auto chain = draft.model.defaults_of(section);
  if (longest.count() == 0 || has_check_timeout(section) ||
      std::any_of(chain.begin(), chain.end(),
                  [](const HaproxySection* defaults) { return has_check_timeout(*defaults); })) {
    return;
  }
  const auto scaled = scale_time(longest, draft.wiring.speed, kShortestTimeout);
  const std::string text = "timeout check " + haproxy_time(scaled.value);
  draft.insert(section.header.end, "\n    " + text);
  draft.changed(
      fmt::format("{}: \"{}\" is written out, since without it the interval would be the "
                  "checks' timeout",
                  title(section), text));
}

/// Scaled intervals are mostly below the second from which HAProxy spreads the first checks over
/// them: it would spread the pool's over what other backends have.
void limit_spread(WiringDraft& draft) {
  const double speed = draft.wiring.speed;
  microseconds longest{0};
  for (std::size_t i = 0; i < draft.config.pool().size(); ++i) {
    const auto [section, line] = checked_server(draft.config, i);
    if (line == nullptr) continue;
    const ServerSettings settings(draft.model, *section, *line);
    if (!settings.flag("check")) continue;
    const auto inter =
        settings.has("inter") ? parse_haproxy_time(settings.value("inter")) : kDefaultInter;
    if (inter) longest = std::max(longest, scale_time(*inter, speed, kShortestInter).value);
  }
  if (longest.count() == 0) return;
  const microseconds users = max_spread_checks(draft.model);
  const microseconds runs = scale_time(users, speed, kShortestOther).value;
  if (users.count() != 0 && runs <= longest) return;
  const std::string text = "max-spread-checks " + haproxy_time(longest);
  // Behind all others, so that it is the one that counts.
  draft.insert(draft.model.text.size(), "global\n    " + text + "\n");
  draft.changed(fmt::format(
      "global gets \"{}\": the pool's first checks are spread over its own interval, since at this "
      "speed HAProxy would take another backend's",
      text));
}

}  // namespace

void wire_timers(WiringDraft& draft) {
  if (draft.wiring.speed <= 1) return;
  for (const HaproxySection& section : draft.model.sections) {
    if (section.kind == "program") continue;
    for (const HaproxyLine& line : section.lines) scale_line(draft, section, line);
    if (section.has_servers()) write_defaults(draft, section);
  }
  limit_spread(draft);
}

}  // namespace misfire
