#include "report/progress.hpp"

#include <fmt/format.h>

#include "base/duration.hpp"

namespace misfire {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

const char* phase_text(Phase phase) {
  switch (phase) {
    case Phase::start:
      return "starting the stack";
    case Phase::fill:
      return "filling the past";
    case Phase::baseline:
      return "baseline";
    case Phase::fault:
      return "fault";
    case Phase::recovery:
      return "recovery";
    case Phase::collect:
      return "collecting what was stored";
    case Phase::stop:
      return "taking everything down";
  }
  return "?";
}

std::string alert_names(const Notified& n) {
  std::set<std::string> names;
  for (const Notified::Alert& alert : n.alerts) {
    if (const auto name = alert.labels.find("alertname"); name != alert.labels.end()) {
      names.insert(name->second);
    }
  }
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "?" : text;
}

}  // namespace

std::string Progress::begin(const Plan& plan) {
  plan_ = plan;
  const std::string bold = style_.colour ? "\033[1m" : "", plain = style_.colour ? "\033[0m" : "";
  return fmt::format("{}{}{}: {}\n  {} with {} servers, {:.0f} logins/s, speed {:g}, run {}", bold,
                     plan.scenario.name, plain, plan.scenario.title, plan.balancer,
                     plan.servers.size(), plan.load.per_second, plan.speed, plan.run_id);
}

std::string Progress::stamped(Instant at, const std::string& text) const {
  return fmt::format("{:7.1f} s  {}", to_seconds(at - began_), text);
}

std::string Progress::load_so_far() {
  const std::int64_t logins = std::exchange(logins_, 0), failed = std::exchange(failed_, 0);
  if (logins == 0) return "";
  return fmt::format(" ({} logins, {:.1f} % failed)", logins,
                     100.0 * static_cast<double>(failed) / static_cast<double>(logins));
}

std::string Progress::line(const Event& event) {
  return std::visit(
      Overloaded{
          [&](const RunBegan&) {
            began_ = event.at;
            return std::string();
          },
          [&](const PhaseBegan& f) {
            const std::string seen = load_so_far();
            std::string text = stamped(event.at, phase_text(f.phase));
            if (!f.why.empty()) text += fmt::format(": {}{}", f.why, seen);
            return text;
          },
          [&](const LoadTick& f) {
            logins_ += f.logins;
            failed_ += f.failed;
            return std::string();
          },
          [&](const PartExited& f) {
            return stamped(event.at, fmt::format("{} ended unasked (code {}, signal {})", f.part,
                                                 f.code, f.signal));
          },
          [&](const FaultInjected& f) {
            return stamped(event.at, fmt::format("fault {} injected by {}", f.id, f.via));
          },
          [&](const FaultWitnessed& f) {
            if (!f.shown) return stamped(event.at, "no effect of " + f.id + " was witnessed");
            std::string text;
            for (const std::string& sentence : f.evidence) {
              text += (text.empty() ? "" : "\n") + stamped(event.at, "  witness: " + sentence);
            }
            return text;
          },
          [&](const FaultReverted& f) {
            return stamped(event.at, fmt::format("fault {} taken back: {}", f.id, f.why));
          },
          [&](const Notified& f) {
            if (f.observer) return std::string();
            const std::string text =
                fmt::format("{} {} to {} by {}", alert_names(f),
                            f.resolved ? "resolved" : "notified", f.receiver, f.integration);
            return told_.insert(text).second ? stamped(event.at, text) : std::string();
          },
          [&](const PastFilled& f) {
            return stamped(event.at,
                           fmt::format("  {} of healthy past written: {} series, {} samples",
                                       human_duration(f.reach), f.series, f.samples));
          },
          [&](const RestorationChecked& f) {
            return stamped(event.at, f.identical ? "the balancer's live state is as before"
                                                 : "the balancer's live state differs");
          },
          [&](const Trouble& f) { return stamped(event.at, "trouble: " + f.what); },
          [&](const Doubt& f) { return stamped(event.at, "doubt: " + f.what); },
          [&](const auto&) { return std::string(); },
      },
      event.fact);
}

}  // namespace misfire
