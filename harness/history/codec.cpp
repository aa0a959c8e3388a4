#include "history/codec.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "base/duration_json.hpp"
#include "base/instant_range.hpp"
#include "base/json_numbers.hpp"
#include "history/crc32.hpp"

namespace misfire {

using Json = nlohmann::json;

NLOHMANN_JSON_SERIALIZE_ENUM(AlertPhase, {{AlertPhase::inactive, "inactive"},
                                          {AlertPhase::pending, "pending"},
                                          {AlertPhase::firing, "firing"}})
NLOHMANN_JSON_SERIALIZE_ENUM(Phase, {{Phase::start, "start"},
                                     {Phase::fill, "fill"},
                                     {Phase::baseline, "baseline"},
                                     {Phase::fault, "fault"},
                                     {Phase::recovery, "recovery"},
                                     {Phase::collect, "collect"},
                                     {Phase::stop, "stop"}})

static void to_json(Json& json, const RunBegan& f) {
  json = {{"run_id", f.run_id},
          {"scenario", f.scenario},
          {"speed", f.speed},
          {"seed", f.seed},
          {"plan", f.plan}};
  if (f.format != 1) json["format"] = f.format;
}
static void from_json(const Json& json, RunBegan& f) {
  f = {json.at("run_id"), json.at("scenario"), json.at("speed"),
       json.at("seed"),   json.at("plan"),     json.value("format", 1)};
}
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PhaseBegan, phase, why)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PartReady, part, took_s)
static void to_json(Json& json, const PartExited& f) {
  json = {{"part", f.part}, {"code", f.code}, {"signal", f.signal}, {"asked", f.asked}};
  if (!f.why.empty()) json["why"] = f.why;
}
static void from_json(const Json& json, PartExited& f) {
  f = {json.at("part"), json.at("code"), json.at("signal"), json.at("asked"),
       json.value("why", "")};
}
static void to_json(Json& json, const LoadTick& f) {
  json = {{"logins", f.logins},
          {"failed", f.failed},
          {"planned", f.planned},
          {"lag_ms", f.lag_ms},
          {"per_backend", f.per_backend}};
  if (f.flood_planned == 0 && f.flood == 0) return;
  json["flood_planned"] = f.flood_planned;
  json["flood"] = f.flood;
}
static void from_json(const Json& json, LoadTick& f) {
  f.logins = json.at("logins");
  f.failed = json.at("failed");
  f.planned = json.at("planned");
  f.lag_ms = json.at("lag_ms");
  json.at("per_backend").get_to(f.per_backend);
  f.flood_planned = json.value("flood_planned", std::int64_t{0});
  f.flood = json.value("flood", std::int64_t{0});
}
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ProcessorTick, held_ms)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(FaultInjected, id, name, via, change)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(FaultReverted, id, why)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(FaultWitnessed, id, shown, evidence)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AlertChanged, labels, state)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AlertSent, labels, resolved)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Notified::Alert, labels, resolved)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Notified, receiver, integration, index, observer, resolved,
                                   group_key, alerts, excerpt)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DeliveryFailed, receiver, integration, stage, error)
static void to_json(Json& json, const PastFilled& f) {
  json = {{"reach", f.reach}, {"series", f.series}, {"samples", f.samples}};
  if (f.remembered) json["remembered"] = true;
}
static void from_json(const Json& json, PastFilled& f) {
  f = {json.at("reach"), json.at("series"), json.at("samples"), json.value("remembered", false)};
}
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(NoSeries, until, selector, metric, scraped, nearest, missing,
                                   there)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Collected::Share, what, got, wanted)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Collected, scrapes, evaluations, alert_changes, delivered,
                                   attempts)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RestorationChecked, identical, differences)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Trouble, what)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Doubt, what)
static void to_json(Json& json, const RunEnded&) {
  json = Json::object();
}
static void from_json(const Json&, RunEnded&) {}

namespace {

/// Names of the kinds, in the order of Fact's alternatives.
constexpr std::array<const char*, std::variant_size_v<Fact>> kKinds{
    "run_began",           "phase_began",    "part_ready",      "part_exited",     "load_tick",
    "processor_tick",      "fault_injected", "fault_reverted",  "fault_witnessed", "alert_changed",
    "alert_sent",          "notified",       "delivery_failed", "past_filled",     "no_series",
    "restoration_checked", "collected",      "trouble",         "doubt",           "run_ended"};

template <std::size_t I = 0>
Result<Fact> fact_of(const std::string& kind, const Json& data) {
  if constexpr (I == std::variant_size_v<Fact>) {
    return environment_error(fmt::format("unknown kind of event \"{}\"", kind));
  } else {
    if (kind == kKinds[I]) return Fact(data.get<std::variant_alternative_t<I, Fact>>());
    return fact_of<I + 1>(kind, data);
  }
}

// A run has millions of anything, and no history has a million lines: so whoever adds up the counts
// of a history, or multiplies one, stays within 64 bits.
constexpr std::int64_t kMostCount = std::int64_t{1} << 40;

Instant instant_of(const Json& nanos) {
  const Instant at = from_nanos(nanos.get<std::int64_t>());
  if (!in_range(at)) throw std::out_of_range("an instant out of range");
  return at;
}

/// The line's own number; absent when it does not begin as a line of this format.
std::optional<std::int64_t> number_of(std::string_view line) {
  constexpr std::string_view kBegin = "{\"n\":";
  if (!line.starts_with(kBegin)) return {};
  std::int64_t number = 0;
  const auto read = std::from_chars(line.data() + kBegin.size(), line.data() + line.size(), number);
  if (read.ec != std::errc{}) return {};
  return number;
}

constexpr std::string_view kCrcKey = ",\"crc\":\"";
constexpr std::size_t kTail = kCrcKey.size() + 8 + 2;  // eight digits, quote, brace

}  // namespace

std::string encode(const Event& event, const Link& link) {
  // Built by hand around the data, so that the checksum covers exactly the bytes before it.
  const Json data = std::visit([](const auto& fact) { return Json(fact); }, event.fact);
  std::string line =
      fmt::format(R"({{"n":{},"at":{},"recorded":{},"kind":"{}","data":{})", link.number,
                  to_nanos(event.at), to_nanos(event.recorded), kKinds[event.fact.index()],
                  data.dump(-1, ' ', false, Json::error_handler_t::replace));
  line += fmt::format("{}{:08x}\"}}", kCrcKey, crc32(link.before + line));
  return line;
}

Result<Event> decode(std::string_view line, const Link& link) {
  if (line.size() <= kTail || line.substr(line.size() - kTail, kCrcKey.size()) != kCrcKey ||
      line.substr(line.size() - 2) != "\"}") {
    return environment_error("a line of the history has no checksum");
  }
  const std::string covered(line.substr(0, line.size() - kTail));
  if (line.substr(line.size() - 10, 8) != fmt::format("{:08x}", crc32(link.before + covered))) {
    const auto number = number_of(line);
    if (!number) return environment_error("this is not a line of this version's format");
    if (*number != link.number) {
      return environment_error(
          fmt::format("line {} stands where line {} belongs: lines are missing, doubled or moved",
                      *number, link.number));
    }
    return environment_error("a line of the history does not match its checksum");
  }
  try {
    const Json json = Json::parse(line);
    if (has_stray_fraction(json, {"speed", "took_s", "lag_ms"})) {
      return environment_error("a line of the history has a fraction in place of a whole number");
    }
    if (has_number_beyond(json.at("data"), kMostCount, {"seed"})) {
      return environment_error("a line of the history counts more than there can be");
    }
    auto fact = fact_of(json.at("kind").get<std::string>(), json.at("data"));
    if (!fact) return tl::unexpected(fact.error());
    Event event{instant_of(json.at("at")), instant_of(json.at("recorded")), std::move(*fact)};
    // The conversions above are lenient (1.5 for a whole number, an unknown phase, further keys);
    // what was written by `encode` comes out of it again, byte by byte, and nothing else does.
    if (encode(event, link) != line) {
      return environment_error(fmt::format("a line of the history has not the shape of \"{}\"",
                                           kKinds[event.fact.index()]));
    }
    return event;
  } catch (const std::exception& error) {
    return environment_error(fmt::format("a line of the history cannot be read: {}", error.what()));
  }
}

Link after(const Link& link, std::string_view line) {
  return {link.number + 1, std::string(line.substr(line.size() - 10, 8))};
}

}  // namespace misfire
