#include "differential.hpp"

#include <nlohmann/json.hpp>
#include <thread>

#include "lateness.hpp"
#include "model_builder.hpp"
#include "monitor/alertmanager_fixture.hpp"
#include "monitor/read_back.hpp"
#include "monitor/rfc3339.hpp"

namespace misfire {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr std::size_t kBatch = 70;  // as many as one Alertmanager serves without being late
constexpr int kPosters = 4;
constexpr int kScales[kTries] = {1, 1, 2, 4, 8};  // of one try after the other
constexpr int kFlushes = 16;                      // of a group in a case, at most

std::string rfc3339(Instant t) {
  const auto day = std::chrono::floor<std::chrono::days>(t);
  const std::chrono::year_month_day date(day);
  const auto ms_of_day = (t - day) / 1ms;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     ms_of_day / 3'600'000, ms_of_day / 60'000 % 60, ms_of_day / 1000 % 60,
                     ms_of_day % 1000);
}

/// From its own log: its housekeeping begins when its configuration is loaded.
Instant loaded_at(const std::string& log) {
  const auto line = log.find("Completed loading of configuration file");
  const auto begin = log.rfind("ts=", line);
  if (line == log.npos || begin == log.npos) {
    ADD_FAILURE() << "Alertmanager does not tell when it was ready:\n" << log;
    return {};
  }
  return parse_rfc3339(log.substr(begin + 3, log.find(' ', begin) - begin - 3)).value();
}

std::string with_sink(std::string text, const Endpoint& sink) {
  const std::string url = "http://" + to_string(sink);
  for (auto i = text.find(kSinkUrl); i != text.npos; i = text.find(kSinkUrl, i + url.size())) {
    text.replace(i, std::string(kSinkUrl).size(), url);
  }
  return text;
}

/// A part of the cases' posts, each at its time.
class Poster {
 public:
  Poster(const Endpoint& alertmanager, Instant zero, std::vector<const RoutingCase*> cases)
      : alertmanager_(alertmanager), zero_(zero) {
    for (const RoutingCase* one : cases) {
      for (const RoutingCase::Post& post : one->posts) due_.push_back({one, &post});
    }
    std::stable_sort(due_.begin(), due_.end(),
                     [](const Due& a, const Due& b) { return a.post->at < b.post->at; });
  }

  void run() {
    SystemClock clock;
    for (const Due& due : due_) {
      clock.sleep_until(zero_ + ms(due.post->at));
      Sending sending{{}, {}};
      json body = json::array();
      for (const RoutingCase::Alert& alert : due.post->alerts) {
        body.push_back({{"labels", alert.labels}});
        SentAlert as_sent{alert.labels, {}, {}, {}};
        if (alert.starts) as_sent.starts = zero_ + ms(*alert.starts);
        if (alert.ends) as_sent.ends = zero_ + ms(*alert.ends);
        if (as_sent.starts) body.back()["startsAt"] = rfc3339(*as_sent.starts);
        if (as_sent.ends) body.back()["endsAt"] = rfc3339(*as_sent.ends);
        sending.alerts.push_back(std::move(as_sent));
      }
      const HttpRequest request{
          "POST", "/api/v2/alerts", body.dump(), {{"content-type", "application/json"}}};
      sending.at = clock.now();
      const auto answer = http(alertmanager_, request, 10s);
      slowest = std::max<Duration>(slowest, clock.now() - sending.at);
      if (!answer || answer->status != 200) {
        failures += answer ? answer->body : to_string(answer.error());
      }
      sent[due.one->label].push_back(std::move(sending));
    }
  }

  std::map<std::string, std::vector<Sending>> sent;
  Duration slowest{};
  std::string failures;

 private:
  struct Due {
    const RoutingCase* one;
    const RoutingCase::Post* post;
  };
  Endpoint alertmanager_;
  Instant zero_;
  std::vector<Due> due_;
};

RenderedAlertmanager rendered(const std::vector<RoutingCase>& cases, const Chores& chores,
                              const Endpoint& listen, const Endpoint& sink) {
  RenderedAlertmanager made;
  made.files["alertmanager.yml"] = with_sink(merged(cases), sink);
  made.flags = {"--config.file=alertmanager.yml",
                "--storage.path=data",
                "--web.listen-address=" + to_string(listen),
                "--cluster.listen-address=",
                fmt::format("--data.maintenance-interval={}ms", chores.tidy_log / 1ms),
                fmt::format("--alerts.gc-interval={}ms", chores.tidy_alerts / 1ms)};
  return made;
}

std::string shown(const Notified& fact) {
  std::string text = fmt::format("{}[{}] {}", fact.receiver, fact.index, fact.group_key);
  for (const auto& alert : fact.alerts) {
    text += fmt::format(" {}{}", json(alert.labels).dump(), alert.resolved ? " resolved" : "");
  }
  return text;
}

/// "s17" of "s17-r2".
std::string label_of(const std::string& receiver) {
  return receiver.substr(0, receiver.find('-'));
}

}  // namespace

Observation observe(std::vector<RoutingCase> cases) {
  const Chores chores = cases.front().chores;
  cases.push_back(metronome(cases.front()));
  Observation seen;
  SystemClock clock;
  SinkThread sink;
  const HeldPort port;
  const RunningAlertmanager alertmanager(rendered(cases, chores, port.endpoint(), sink.http()),
                                         port.endpoint());
  seen.started = loaded_at(alertmanager.log());
  seen.zero = seen.started - chores.started;
  while (seen.zero < clock.now() + 100ms) seen.zero += chores.every;

  std::vector<Poster> posters;
  for (int i = 0; i < kPosters; ++i) {
    std::vector<const RoutingCase*> some;
    for (std::size_t k = static_cast<std::size_t>(i); k < cases.size(); k += kPosters) {
      some.push_back(&cases[k]);
    }
    posters.emplace_back(port.endpoint(), seen.zero, some);
  }
  clock.sleep_until(seen.zero);
  LatenessMeter meter;
  std::vector<std::thread> threads;
  for (Poster& poster : posters) threads.emplace_back([&poster] { poster.run(); });
  for (std::thread& thread : threads) thread.join();
  std::int64_t until = 0;
  for (const RoutingCase& one : cases) until = std::max(until, one.until);
  clock.sleep_until(seen.zero + ms(until + 300));
  meter.stop();
  seen.lateness = meter.worst();
  for (Poster& poster : posters) {
    seen.lateness = std::max(seen.lateness, poster.slowest);
    seen.sent.merge(poster.sent);
    EXPECT_EQ(poster.failures, "");
  }
  const auto events = SinkReader(sink.http()).pull(30s);
  if (!events) ADD_FAILURE() << to_string(events.error());
  for (const Event& event : events ? *events : std::vector<Event>{}) {
    const auto* fact = std::get_if<Notified>(&event.fact);
    if (fact != nullptr) seen.arrived[label_of(fact->receiver)].push_back({event.at, *fact, {}});
  }
  const Slowness slow = slowness_of(seen.arrived["metronome"], seen.zero + ms(until));
  // Each flush of a group is late by the lateness of all before it.
  seen.lateness = 4ms + std::max(seen.lateness, slow.worst) + kFlushes * slow.mean;
  return seen;
}

Comparison compare(const Observation& seen, const Routing& routing, const RoutingCase& one) {
  AlertmanagerOptions options = options_of(one.chores, seen.zero);
  options.started = seen.started;
  options.until = seen.zero + ms(one.until + 1000);
  options.tolerance = seen.lateness;
  const auto model = simulate_alertmanager(routing, seen.sent.at(one.label), options);
  const Instant horizon = seen.zero + ms(one.until);

  Comparison result;
  for (const CloseCall& call : model.close_calls) {
    if (call.at > horizon) continue;
    result.result = Comparison::Result::undecided;
    result.what = fmt::format("{} by {} us\n", call.what, call.margin / 1us);
  }
  if (seen.lateness > kApart * one.scale / 2) {
    result.result = Comparison::Result::undecided;
    result.what = "the machine was too late";
  }
  // Per integration and group, one by one.
  std::map<std::tuple<std::string, int, std::string>,
           std::pair<std::vector<const Notification*>, std::vector<const Notification*>>>
      lanes;
  const auto lane = [&](const Notification& n) -> auto& {
    return lanes[{n.fact.receiver, n.fact.index, n.fact.group_key}];
  };
  for (const Notification& n : model.notifications) lane(n).first.push_back(&n);
  if (const auto real = seen.arrived.find(one.label); real != seen.arrived.end()) {
    for (const Notification& n : real->second) lane(n).second.push_back(&n);
  }
  std::string differences;
  const auto line = [&](const char* who, const Notification* n) {
    if (n == nullptr) return fmt::format("  {}: nothing\n", who);
    return fmt::format("  {}: {:8.1f} ms {}\n", who, to_seconds(n->at - seen.zero) * 1e3,
                       shown(n->fact));
  };
  for (const auto& [key, both] : lanes) {
    const auto& [modelled, real] = both;
    for (std::size_t i = 0; i < std::max(modelled.size(), real.size()); ++i) {
      const Notification* m = i < modelled.size() ? modelled[i] : nullptr;
      const Notification* r = i < real.size() ? real[i] : nullptr;
      if ((m == nullptr || m->at > horizon) && (r == nullptr || r->at > horizon)) break;
      const bool same = m != nullptr && r != nullptr && shown(m->fact) == shown(r->fact) &&
                        m->fact.resolved == r->fact.resolved &&
                        std::chrono::abs(r->at - m->at) <= seen.lateness;
      if (same) {
        result.distances.push_back(r->at - m->at);
      } else {
        differences += line("model", m) + line("real ", r);
        break;
      }
    }
  }
  if (result.result == Comparison::Result::same && !differences.empty()) {
    result.result = Comparison::Result::different;
    result.what = fmt::format("case {}, lateness {:.1f} ms:\n{}", one.label,
                              to_seconds(seen.lateness) * 1e3, differences);
  }
  return result;
}

Outcome put_to_alertmanager(std::vector<std::uint64_t> seeds, const MakeCase& make,
                            std::size_t tries) {
  Outcome outcome;
  std::map<std::uint64_t, int> differed;
  for (std::size_t i = 0; i < tries && !seeds.empty(); ++i) {
    const int scale = kScales[i];
    std::vector<std::uint64_t> again;
    const std::size_t batch = kBatch * static_cast<std::size_t>(scale);
    for (std::size_t from = 0; from < seeds.size(); from += batch) {
      std::vector<RoutingCase> cases;
      for (std::size_t k = from; k < std::min(from + batch, seeds.size()); ++k) {
        cases.push_back(make(seeds[k], scale));
      }
      const Observation seen = observe(cases);
      const Routing routing = routing_of(merged(cases));
      outcome.worst_lateness = std::max(outcome.worst_lateness, seen.lateness);
      for (const RoutingCase& one : cases) {
        const Comparison comparison = compare(seen, routing, one);
        if (comparison.result == Comparison::Result::same) {
          ++outcome.cases;
          outcome.differed_once += differed[one.seed];
          outcome.notifications += static_cast<int>(comparison.distances.size());
          outcome.distances.insert(outcome.distances.end(), comparison.distances.begin(),
                                   comparison.distances.end());
        } else if (comparison.result == Comparison::Result::different &&
                   ++differed[one.seed] == 2) {
          outcome.different.push_back(comparison.what + to_text(one));
        } else {
          ++outcome.again;
          again.push_back(one.seed);
        }
      }
    }
    seeds = std::move(again);
  }
  outcome.undecided = static_cast<int>(seeds.size());
  std::sort(outcome.distances.begin(), outcome.distances.end());
  return outcome;
}

std::string to_text(const Outcome& outcome) {
  const auto at = [&](double share) {
    const auto& all = outcome.distances;
    return all.empty()
               ? 0.0
               : to_seconds(
                     all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))]) *
                     1e3;
  };
  return fmt::format(
      "{} cases, {} notifications; real after model: median {:.1f} ms, 95 % {:.1f} ms, from {:.1f} "
      "to {:.1f} ms; {} tried again, {} of them had differed, {} not decided; worst lateness "
      "{:.1f} "
      "ms",
      outcome.cases, outcome.notifications, at(0.5), at(0.95), at(0), at(1), outcome.again,
      outcome.differed_once, outcome.undecided, to_seconds(outcome.worst_lateness) * 1e3);
}

}  // namespace misfire
