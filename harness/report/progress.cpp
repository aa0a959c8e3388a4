#include "report/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/duration.hpp"
#include "judge/silent.hpp"
#include "report/paint.hpp"

namespace misfire {
namespace {

constexpr std::size_t kStamp = 11;  // "   12.3 s  "

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

std::string name_of(const Labels& labels) {
  const auto name = labels.find("alertname");
  return name == labels.end() ? "an alert without a name" : name->second;
}

std::string alert_names(const Notified& n) {
  std::set<std::string> names;
  for (const Notified::Alert& alert : n.alerts) names.insert(name_of(alert.labels));
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "a notification" : text;
}

}  // namespace

std::string Progress::begin(const Plan& plan) {
  plan_ = plan;
  const std::string place =
      place_.of > 1 ? fmt::format("[{}/{}] ", place_.number, place_.of) : std::string();
  return fmt::format("{}{}: {}\n  {} with {} servers, {:.0f} logins/s, speed {:g}, run {}", place,
                     Paint(style_.colour)(Ink::bold, plan.scenario.name),
                     printable(plan.scenario.title), plan.balancer, plan.servers.size(),
                     plan.load.per_second, plan.speed, plan.run_id);
}

std::string Progress::stamped(Instant at, const std::string& text) const {
  return fmt::format("{:7.1f} s  {}", to_seconds(at - began_), printable(text));
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
          [&](const PartReady& f) {
            if (medium_ == Medium::terminal) return std::string();
            return stamped(event.at, fmt::format("  {} is ready", f.part));
          },
          [&](const PartExited& f) {
            return stamped(event.at, fmt::format("{} ended {} (code {}, signal {})", f.part,
                                                 f.asked ? "as it was asked to" : "unasked", f.code,
                                                 f.signal));
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
          [&](const AlertSent& f) { return sent(event.at, f); },
          [&](const Notified& f) { return notified(event.at, f); },
          [&](const DeliveryFailed& f) {
            return stamped(event.at, fmt::format("{} to {} failed at its {}: {}", f.integration,
                                                 f.receiver, f.stage, f.error));
          },
          [&](const PastFilled& f) {
            return stamped(
                event.at,
                fmt::format("  {} of healthy past written{}: {} series, {} samples",
                            human_duration(f.reach),
                            f.remembered ? ", as an earlier run saw it" : "", f.series, f.samples));
          },
          [&](const NoSeries& f) {
            std::string text;
            if (f.until != Phase::baseline) return text;  // told already
            for (const SilentAlert& silent : silent_alerts(plan_.monitoring, {f})) {
              text += (text.empty() ? "" : "\n") + stamped(event.at, "  " + silent.text);
            }
            return text;
          },
          [&](const RestorationChecked& f) {
            if (f.identical) return stamped(event.at, "the balancer's live state is as before");
            std::string text = "the balancer's live state is not as before";
            const char* gap = ": ";
            for (const std::string& difference : f.differences) {
              text += gap + difference;
              gap = "; ";
            }
            return stamped(event.at, text);
          },
          [&](const Trouble& f) { return stamped(event.at, "trouble: " + f.what); },
          [&](const Doubt& f) { return stamped(event.at, "doubt: " + f.what); },
          [&](const auto&) { return std::string(); },
      },
      event.fact);
}

std::string Progress::sent(Instant at, const AlertSent& f) {
  if (is_ignored(plan_.monitoring, f.labels)) return {};
  const auto [last, fresh] = sent_.try_emplace(f.labels, f.resolved);
  if (!fresh && last->second == f.resolved) return {};
  last->second = f.resolved;
  return stamped(at, fmt::format("{} {}: sent to Alertmanager", name_of(f.labels),
                                 f.resolved ? "is over" : "fires"));
}

std::string Progress::notified(Instant at, const Notified& f) {
  if (f.observer) return {};
  const std::string names = alert_names(f);
  const std::string way = fmt::format("to {} by {}", f.receiver, f.integration);
  const auto [last, fresh] = told_.try_emplace(names + ' ' + way, f.resolved);
  if (!fresh && last->second == f.resolved) return {};
  last->second = f.resolved;
  return stamped(at, fmt::format("{} {} {}", names, f.resolved ? "resolved" : "notified", way));
}

std::string on_screen(const std::string& line, std::size_t width) {
  std::string text;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find('\n', at), line.size());
    const std::string row = line.substr(at, end - at);
    std::size_t indent = row.substr(std::min(row.size(), kStamp - 4), 4) == " s  " ? kStamp : 0;
    while (indent < row.size() && row[indent] == ' ') ++indent;
    text += at == 0 ? "" : "\n";
    text += width < indent + 12
                ? row
                : row.substr(0, indent) + wrap(row.substr(indent), width, indent, indent);
    at = end + 1;
  }
  return text;
}

}  // namespace misfire
