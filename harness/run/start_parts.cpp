#include "run/start_parts.hpp"

#include <fmt/format.h>

#include <future>

namespace misfire {

std::string listen_address(Engine& engine, const std::string& part, int port) {
  return to_string(engine.address(part, port));
}

Result<PartPtr> started(Engine& engine, const PartSpec& spec) {
  auto part = engine.start(spec);
  if (!part) {
    part.error().message = fmt::format("{} did not start: {}", spec.name, part.error().message);
  }
  return part;
}

Result<void> start_all(Engine& engine, std::vector<Starting>& starting) {
  const auto how = engine.works_side_by_side() ? std::launch::async : std::launch::deferred;
  std::vector<std::future<Result<void>>> starts;
  for (Starting& one : starting) {
    starts.push_back(std::async(how, [&engine, &one]() -> Result<void> {
      auto part = started(engine, one.spec);
      if (!part) return tl::unexpected(part.error());
      *one.place = std::move(*part);
      return {};
    }));
  }
  Result<void> all;
  for (auto& start : starts) {
    if (!all && how == std::launch::deferred)
      break;  // one after the other: the rest is not started
    if (auto done = start.get(); !done && all) all = done;
  }
  return all;
}

Result<bool> answers(const Part& part, const ReadyQuestion& question) {
  return is_up(part.from_harness("http"), question, kAnswer);
}

Result<void> all_ready(std::vector<Starting>& starting, Instant began, Watch& watch) {
  auto ready = watch.poll_until("the parts to become ready", kReady, [&]() -> Result<bool> {
    bool all = true;
    for (Starting& s : starting) {
      if (s.ready) continue;
      const auto up = answers(**s.place, s.probe);
      if (!up || !*up) {
        all = false;
        continue;
      }
      s.ready = true;
      watch.look_after(**s.place, s.spec.limits, probe_of(**s.place, s.probe.path));
      const double took = to_seconds(watch.clock().now() - began);
      if (auto noted = watch.note(PartReady{s.spec.name, took}); !noted) {
        return tl::unexpected(noted.error());
      }
    }
    return all;
  });
  if (ready) return ready;
  for (const Starting& s : starting) {
    if (s.ready) continue;
    const std::string said = (*s.place)->log_tail(600);
    ready.error().message += fmt::format("; {} is not ready and {}", s.spec.name,
                                         said.empty() ? "says nothing" : "last said: " + said);
  }
  return ready;
}

Probe probe_of(const Part& part, const std::string& target) {
  return [to = part.from_harness("http"), target](Duration limit) -> Result<void> {
    const auto answer = http(to, {"GET", target, {}, {}}, limit);
    if (!answer) return tl::unexpected(answer.error());
    return {};  // whatever it says, it is there
  };
}

}  // namespace misfire
