// Request timeouts at speeds above 1: how long a login may take before the balancer gives up.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "balancer/haproxy/draft.hpp"
#include "balancer/haproxy/timers.hpp"
#include "balancer/scaling.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

/// How many logins each server takes at once by the configuration; those without a limit: any.
std::vector<int> limits_of_servers(const WiringDraft& draft) {
  std::vector<int> limits;
  for (std::size_t i = 0; i < draft.config.pool().size(); ++i) {
    const ServerSettings settings(draft.model, draft.config.pool_section(),
                                  draft.config.server_line(i));
    const std::string text = settings.value("maxconn");
    int limit = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
    const bool known = error == std::errc{} && end == text.data() + text.size() && limit > 0;
    limits.push_back(known ? limit : INT32_MAX);
  }
  return limits;
}

/// "0" in any unit: as if nothing were written.
bool is_zero(const HaproxyLine& line) {
  const auto time = parse_haproxy_time(line.word(2));
  return !line.words[2].variable && time && time->count() == 0;
}

class Timeouts {
 public:
  explicit Timeouts(WiringDraft& draft)
      : draft_(draft),
        sections_(sections_of(draft)),
        limits_(limits_of_servers(draft)),
        answer_(longest_answer(draft.wiring.capacity, limits_)),
        queues_(*std::min_element(limits_.begin(), limits_.end()) <
                draft.wiring.capacity.workers + draft.wiring.capacity.queue) {}

  void wire() {
    for (const HaproxySection* section : sections_) {
      for (const HaproxyLine& line : section->lines) {
        if (line.keyword() != "timeout" || line.words.size() < 3) continue;
        if (line.word(1) == "server") scale(*section, line, kWaitMargin * answer_, waits_);
        if (line.word(1) == "connect" || (line.word(1) == "queue" && !queues_)) {
          scale(*section, line, kShortestConnect, "");
        }
      }
    }
    if (queues_) keep_queue();
    name_the_others();
  }

 private:
  /// The pool's and those that it inherits from, nearest first.
  static std::vector<const HaproxySection*> sections_of(const WiringDraft& draft) {
    const HaproxySection& pool = draft.config.pool_section();
    std::vector<const HaproxySection*> sections{&pool};
    for (const HaproxySection* defaults : draft.model.defaults_of(pool)) {
      sections.push_back(defaults);
    }
    return sections;
  }

  /// The nearest section that says this timeout decides, and of its lines the last.
  const HaproxyLine* in_force(const std::string& which) const {
    for (const HaproxySection* section : sections_) {
      const HaproxyLine* last = nullptr;
      for (const HaproxyLine& line : section->lines) {
        const bool says = line.keyword() == "timeout" && line.word(1) == which;
        if (says && line.words.size() >= 3) last = &line;
      }
      if (last != nullptr) return last;
    }
    return nullptr;
  }

  /// Without a time of its own, the queue goes by the connection's, which is scaled.
  void keep_queue() {
    const HaproxyLine* queue = in_force("queue");
    const HaproxyLine* connect = in_force("connect");
    if (queue != nullptr && !is_zero(*queue)) return;
    if (connect == nullptr || connect->words[2].variable || is_zero(*connect)) return;
    const HaproxySection& pool = *sections_.front();
    const std::string& time = connect->word(2);
    const bool own = std::any_of(pool.lines.begin(), pool.lines.end(),
                                 [&](const HaproxyLine& line) { return &line == queue; });
    if (own) {
      draft_.replace(queue->words[2], time);
    } else {
      draft_.insert(pool.header.end, "\n    timeout queue " + time);
    }
    draft_.changed(fmt::format(
        "{}: \"timeout queue {}\" is written out, since without it it would be scaled like the "
        "connection's",
        title(pool), time));
    kept_.push_back("queue " + time);
  }

  void scale(const HaproxySection& section, const HaproxyLine& line, microseconds floor,
             const std::string& why) {
    const std::string name =
        fmt::format("{}: timeout {} {}", title(section), line.word(1), line.word(2));
    const auto time = parse_haproxy_time(line.word(2));
    if (!time || line.words[2].variable) {
      draft_.limited(name + " is not a plain time and runs unscaled");
      return;
    }
    if (time->count() == 0) return;  // none
    const double speed = draft_.wiring.speed;
    const auto [runs, floored] = scale_time(*time, speed, floor);
    const std::string text = haproxy_time(runs);
    if (runs != *time) {
      draft_.replace(line.words[2], text);
      draft_.changed(fmt::format("{} runs as {} (speed {})", name, text, speed));
    }
    if (!floored) return;
    draft_.capped(static_cast<double>(time->count()) / static_cast<double>(floor.count()),
                  fmt::format("{} cannot be shorter than {}{}", name, haproxy_time(floor), why));
    draft_.limited(fmt::format(
        "{} cannot be shorter than {}{}: it runs as {}, which is {:.1f} s of "
        "model time",
        name, haproxy_time(floor), why, text, static_cast<double>(runs.count()) * speed / 1e6));
  }

  void name_the_others() {
    constexpr const char* kClients[] = {"client",     "http-request", "http-keep-alive", "tunnel",
                                        "client-fin", "server-fin",   "tarpit"};
    const auto keep = [&](const HaproxyLine& line) {
      const std::string text = line.word(1) + " " + line.word(2);
      if (std::find(kept_.begin(), kept_.end(), text) == kept_.end()) kept_.push_back(text);
    };
    for (const HaproxySection& section : draft_.model.sections) {
      for (const HaproxyLine& line : section.lines) {
        if (line.keyword() != "timeout") continue;
        const bool client =
            std::find(std::begin(kClients), std::end(kClients), line.word(1)) != std::end(kClients);
        const bool queue = queues_ && line.word(1) == "queue" && line.words.size() >= 3;
        if (client || (queue && !is_zero(line))) keep(line);
      }
    }
    if (kept_.empty()) return;
    draft_.limited(fmt::format(
        "request timeouts that go by the load are not scaled, since logins come and take real "
        "time: {}",
        fmt::join(kept_, ", ")));
  }

  WiringDraft& draft_;
  const std::vector<const HaproxySection*> sections_;
  std::vector<int> limits_;
  microseconds answer_;
  bool queues_;  ///< in the balancer, for servers would take more than they may
  const std::string waits_ =
      fmt::format(" (twice the longest wait for a login, {})", haproxy_time(answer_));
  std::vector<std::string> kept_;
};

}  // namespace

void wire_timeouts(WiringDraft& draft) {
  if (draft.wiring.speed > 1) Timeouts(draft).wire();
}

}  // namespace misfire
