#include "report/live_lists.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/clock_text.hpp"

namespace misfire {
namespace {

using State = LiveAlert::State;

constexpr std::size_t kFigures = 2 + 2 + 8 + 7;  // of an alert: mark, gap, state, time

const char* mark_of(State state) {
  switch (state) {
    case State::pending:
      return "░";
    case State::firing:
      return "▒";
    case State::notified:
      return "●";
    case State::resolved:
      return "✓";
  }
  return " ";
}

const char* word_of(State state) {
  switch (state) {
    case State::pending:
      return "pending";
    case State::firing:
      return "firing";
    case State::notified:
      return "notified";
    case State::resolved:
      return "resolved";
  }
  return "";
}

Ink ink_of(const LiveAlert& alert) {
  switch (alert.state) {
    case State::pending:
      return Ink::yellow;
    case State::firing:
      return Ink::red;
    case State::notified:
      return Ink::cyan;
    case State::resolved:
      return Ink::green;
  }
  return Ink::plain;
}

std::string bar(double share, std::size_t width) {
  const auto filled =
      static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(width) + 0.5);
  std::string text;
  for (std::size_t i = 0; i < width; ++i) text += i < filled ? "█" : "·";
  return text;
}

/// "auth-oncall · pagerduty, slack; auth-tickets · webhook", or the receivers alone.
std::string who(const LiveAlert& alert, std::size_t width) {
  std::string full, receivers;
  for (const auto& [receiver, integrations] : alert.told) {
    full += (full.empty() ? "" : "; ") + printable(receiver);
    receivers += (receivers.empty() ? "" : ", ") + printable(receiver);
    const char* gap = " · ";
    for (const std::string& one : integrations) {
      full += gap + printable(one);
      gap = ", ";
    }
  }
  return columns(full) <= width ? full : cut_right(receivers, width);
}

std::string alert_line(const SoFar& so_far, const std::string& alert_name, const LiveAlert& alert,
                       std::size_t name, std::size_t width, const Paint& paint) {
  const Ink ink = alert.page ? ink_of(alert) : Ink::dim;
  std::string time;
  if (alert.since && so_far.fault_began() && *alert.since >= *so_far.fault_began()) {
    time = clock_text(to_seconds(*alert.since - *so_far.fault_began()) * so_far.plan().speed);
  }
  const std::string row = left(printable(alert_name), name);
  const std::string state =
      time.empty() ? word_of(alert.state) : fmt::format("{:<8}{:>7}", word_of(alert.state), time);
  std::string line = paint(ink, mark_of(alert.state)) + ' ' +
                     (alert.page ? row : paint(Ink::dim, row)) + "  " + paint(ink, state);
  const std::size_t used = name + kFigures;
  if (used + 12 < width && !alert.told.empty()) {
    line += std::string(kFigures - 4 - state.size() + 2, ' ') +
            paint(Ink::dim, who(alert, width - used - 2));
  }
  return used > width ? left(mark_of(alert.state) + (' ' + row), width) : line;
}

}  // namespace

std::vector<std::string> server_lines(const SoFar& so_far, std::size_t width, bool roomy,
                                      const Paint& paint) {
  const std::vector<std::string>& servers = so_far.plan().servers;
  const SoFar::Load now = so_far.lately();
  std::int64_t answered = 0;
  for (const std::int64_t count : now.per_backend) answered += count;
  if (answered == 0) return {};
  std::size_t name = 4;
  for (const std::string& server : servers) name = std::max(name, columns(printable(server)));
  name = std::min(name, width / 3);
  const std::size_t bar_width =
      std::min<std::size_t>(width - std::min(width, name + 11), roomy ? 40 : 20);
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < servers.size(); ++i) {
    const std::int64_t count = i < now.per_backend.size() ? now.per_backend[i] : 0;
    const double share = static_cast<double>(count) / static_cast<double>(answered);
    lines.push_back(left(printable(servers[i]), name) + "  " +
                    paint(Ink::cyan, bar(share, bar_width)) +
                    right(fmt::format("{:.1f} %", 100 * share), 9));
  }
  return lines;
}

std::vector<std::string> alert_lines(const SoFar& so_far, std::size_t width, bool roomy,
                                     const Paint& paint) {
  std::vector<const std::pair<const std::string, LiveAlert>*> order;
  for (const auto& entry : so_far.alerts()) order.push_back(&entry);
  const auto rank = [](const LiveAlert& alert) {
    const int progress = alert.state == State::notified  ? 0
                         : alert.state == State::firing  ? 1
                         : alert.state == State::pending ? 2
                                                         : 3;
    return progress + (alert.page ? 0 : 4);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](const auto* a, const auto* b) { return rank(a->second) < rank(b->second); });
  std::size_t name = 5;
  for (const auto* entry : order) name = std::max(name, columns(printable(entry->first)));
  name = std::min(name, width > kFigures + 8 ? width - kFigures : 8);
  if (roomy) name = std::min(name, width / 2);
  std::vector<std::string> lines;
  for (const auto* entry : order) {
    lines.push_back(alert_line(so_far, entry->first, entry->second, name, width, paint));
  }
  return lines;
}

std::string cut_right(const std::string& text, std::size_t width) {
  return columns(text) > width ? left(text, width) : text;
}

}  // namespace misfire
