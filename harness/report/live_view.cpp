#include "report/live_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "judge/words.hpp"
#include "report/clock_text.hpp"
#include "report/live_lists.hpp"

namespace misfire {
namespace {

constexpr std::size_t kLabel = 11;    // as in the report that follows
constexpr int kNarrowest = 20;        // of a screen: below it there is no block at all
constexpr std::size_t kRoomy = 64;    // narrower screens have no column of labels
constexpr std::size_t kWidest = 110;  // wider lines are harder to read, not richer
constexpr std::array<Phase, 7> kPhases{Phase::start, Phase::fill,     Phase::baseline,
                                       Phase::fault, Phase::recovery, Phase::collect,
                                       Phase::stop};

/// Failures over time, one character a tick; none failed is a dot.
std::string sparks(const std::deque<double>& trend, std::size_t width) {
  constexpr std::array<const char*, 9> kSteps{"·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const std::size_t count = std::min(width, trend.size());
  std::string text;
  for (std::size_t i = trend.size() - count; i < trend.size(); ++i) {
    text += kSteps[trend[i] <= 0 ? 0
                                 : std::clamp<std::size_t>(
                                       static_cast<std::size_t>(trend[i] * 8 + 0.5), 1, 8)];
  }
  return text;
}

class Block {
 public:
  Block(const SoFar& state, SuitePlace place, const LiveFrame& frame, const Paint& paint)
      : state_(state),
        place_(place),
        frame_(frame),
        paint_(paint),
        // The last column stays free: a character there makes some terminals wrap.
        width_(static_cast<std::size_t>(
            std::min(frame.screen.columns - 1, static_cast<int>(kWidest)))),
        label_(width_ >= kRoomy ? kLabel : 0),
        // Events scroll above; a low screen shows less rather than none of them.
        room_(static_cast<std::size_t>(std::max(frame.screen.rows - 3, 3))) {}

  std::vector<std::string> lines() {
    title();
    phase();
    time();
    if (state_.lately().logins > 0) load();
    lists();
    return std::move(lines_);
  }

 private:
  std::size_t body() const { return width_ - label_; }

  void add(const std::string& label, const std::string& painted) {
    if (lines_.size() >= room_) return;
    lines_.push_back((label_ == 0 ? "" : paint_(Ink::bold, left(label, label_))) + painted);
  }

  void title() {
    std::string text = "── ";
    if (place_.of > 1) text += fmt::format("{} of {} · ", place_.number, place_.of);
    text += printable(state_.plan().scenario.name) + ' ';
    text = columns(text) > width_ ? left(text, width_) : text;
    for (std::size_t i = columns(text); i < width_; ++i) text += "─";
    lines_.push_back(paint_(Ink::dim, text));
  }

  /// Where we are among the phases; on a narrow screen, the present one only.
  void phase() {
    std::string plain, painted;
    bool over = true;
    for (const Phase phase : kPhases) {
      const bool now = phase == state_.phase();
      if (now) over = false;
      const char* mark = over ? "✓" : now ? "▶" : "·";
      const std::string word = fmt::format("{} {}", mark, to_string(phase));
      const std::string gap = plain.empty() ? "" : "  ";
      plain += gap + word;
      painted += gap + paint_(now ? Ink::bold : over ? Ink::green : Ink::dim, word);
    }
    if (columns(plain) <= body()) return add("Phase", painted);
    std::string text = fmt::format("▶ {}", to_string(state_.phase()));
    if (const std::string faults = active_faults(); !faults.empty()) text += ' ' + faults;
    if (const ModelDuration whole = planned(state_.phase()); whole > ModelDuration{}) {
      text += fmt::format(" · {} of {}", clock_text(in_phase() * state_.plan().speed),
                          clock_text(whole.seconds()));
    }
    add("Phase", paint_(Ink::bold, fit(text)));
  }

  std::string active_faults() const {
    std::string text;
    for (const std::string& id : state_.active_faults()) text += (text.empty() ? "" : ", ") + id;
    return printable(text);
  }

  ModelDuration planned(Phase phase) const {
    const Plan& plan = state_.plan();
    if (phase == Phase::baseline) return plan.scenario.timeline.baseline;
    if (phase == Phase::recovery) return plan.scenario.timeline.recovery;
    ModelDuration longest{};
    if (phase == Phase::fault) {
      for (const PlannedFault& fault : plan.faults) {
        longest = std::max(longest, fault.at + fault.lasts.value_or(ModelDuration{}));
      }
    }
    return longest;
  }

  double in_phase() const { return std::max(0.0, to_seconds(frame_.now - state_.phase_began())); }

  /// Wall seconds of the planned phases that are still to come.
  double at_most_left() const {
    double left = 0;
    for (const Phase phase : {Phase::baseline, Phase::fault, Phase::recovery}) {
      if (phase < state_.phase()) continue;
      const double length = to_seconds(to_wall(planned(phase), state_.plan().speed));
      left += phase == state_.phase() ? std::max(0.0, length - in_phase()) : length;
    }
    return left;
  }

  std::string time_left() const {
    if (frame_.interrupted) return "interrupted, taking everything down";
    switch (state_.phase()) {
      case Phase::start:
      case Phase::fill:
        return fmt::format("then at most {}", clock_text(at_most_left()));
      case Phase::baseline:
      case Phase::fault:
      case Phase::recovery:
        return fmt::format("at most {} to go", clock_text(at_most_left()));
      case Phase::collect:
      case Phase::stop:
        return "nearly done";
    }
    return {};
  }

  void time() {
    std::string text = fmt::format(
        "{} so far, {}", clock_text(to_seconds(frame_.now - state_.began())), time_left());
    const ModelDuration whole = planned(state_.phase());
    if (whole > ModelDuration{}) {
      // What scenarios and rules count in; at speed 1 it is the same time.
      const double speed = state_.plan().speed;
      const std::string model =
          fmt::format(" · {} {} of {}{}", to_string(state_.phase()), clock_text(in_phase() * speed),
                      clock_text(whole.seconds()), speed == 1 ? "" : " model time");
      if (columns(text) + columns(model) <= body()) text += model;
    } else if (state_.phase() == Phase::start && state_.parts_ready() > 0) {
      text += fmt::format(" · {} ready", counted(state_.parts_ready(), "part", "parts"));
    }
    add("Time", fit(text));
  }

  void load() {
    const SoFar::Load now = state_.lately();
    const std::string rate = fmt::format("{:.0f}/s, ", state_.logins_per_second());
    const std::string failed = percent(now.failed_share()) + " failed";
    std::string plain = rate + failed;
    std::string painted = rate + paint_(now.failed > 0 ? Ink::red : Ink::plain, failed);
    const auto append = [&](const std::string& text, const std::string& shown) {
      if (columns(plain) + columns(text) > body()) return;
      plain += text;
      painted += shown;
    };
    if (state_.fault_began()) {
      const std::string since =
          fmt::format(" · {} under the fault", percent(state_.since_fault().failed_share()));
      append(since, since);
    }
    if (columns(plain) + 6 < body()) {
      const std::string trend = "  " + sparks(state_.trend(), body() - columns(plain) - 2);
      append(trend, paint_(now.failed > 0 ? Ink::red : Ink::dim, trend));
    }
    if (columns(plain) > body()) painted = plain = fit(plain);
    add("Logins", painted);
  }

  /// Servers and alerts share what room is left; what does not fit is counted.
  void lists() {
    const bool roomy = label_ != 0;
    const auto servers = server_lines(state_, body(), roomy, paint_);
    const auto alerts = alert_lines(state_, body(), roomy, paint_);
    const std::size_t room = room_ > lines_.size() ? room_ - lines_.size() : 0;
    const std::size_t for_alerts =
        std::min(alerts.size(), std::max(room - std::min(room, servers.size()), room / 2));
    list("Servers", servers, std::min({room - for_alerts, servers.size(), std::size_t{12}}));
    list("Alerts", alerts, for_alerts);
  }

  void list(const std::string& label, const std::vector<std::string>& all, std::size_t room) {
    const std::size_t shown = all.size() <= room ? all.size() : room > 0 ? room - 1 : 0;
    for (std::size_t i = 0; i < shown; ++i) add(i == 0 ? label : "", all[i]);
    if (room > 0 && shown < all.size()) {
      add(shown == 0 ? label : "",
          paint_(Ink::dim, fit(fmt::format("… {} more", all.size() - shown))));
    }
  }

  std::string fit(const std::string& text) const { return cut_right(text, body()); }

  const SoFar& state_;
  SuitePlace place_;
  LiveFrame frame_;
  const Paint& paint_;
  std::size_t width_, label_, room_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> live_lines(const SoFar& state, SuitePlace place, const LiveFrame& frame,
                                    const Paint& paint) {
  if (frame.screen.columns < kNarrowest) return {};
  return Block(state, place, frame, paint).lines();
}

}  // namespace misfire
