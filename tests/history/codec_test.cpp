#include "history/codec.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "history/crc32.hpp"
#include "history/logins.hpp"
#include "history/sample_events.hpp"

namespace misfire {
namespace {

/// A line as another program might write it: any text, with the right checksum.
std::string signed_line(const std::string& covered) {
  return fmt::format("{},\"crc\":\"{:08x}\"}}", covered, crc32("00000000" + covered));
}

std::string line_with(const std::string& kind, const std::string& data) {
  return signed_line(
      fmt::format(R"({{"n":1,"at":1,"recorded":2,"kind":"{}","data":{})", kind, data));
}

TEST(Crc32, IsTheOneOfZlib) {
  EXPECT_EQ(crc32("123456789"), 0xCBF43926u);
}

TEST(Codec, BringsEveryKindOfFactBack) {
  std::set<std::size_t> kinds;
  for (const Event& event : one_of_each_kind()) {
    const std::string line = encode(event);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    const auto read = decode(line);
    ASSERT_TRUE(read) << line << "\n" << to_string(read.error());
    EXPECT_EQ(read->at, event.at);
    EXPECT_EQ(read->recorded, event.recorded);
    EXPECT_EQ(read->fact.index(), event.fact.index());
    EXPECT_EQ(encode(*read), line);
    kinds.insert(event.fact.index());
  }
  EXPECT_EQ(kinds.size(), std::variant_size_v<Fact>);
}

// encode(decode(x)) == x alone would not see a field that is never written.
TEST(Codec, KeepsTheFields) {
  const auto events = one_of_each_kind();
  const auto back = [&]<class T>(T) {
    return std::get<T>(decode(encode(events[Fact(T{}).index()]))->fact);
  };
  const auto began = back(RunBegan{});
  EXPECT_EQ(began.format, 2);
  EXPECT_EQ(began.run_id, "20261124-1");
  EXPECT_EQ(began.scenario, "feb-18");
  EXPECT_EQ(began.speed, 29.97);
  EXPECT_EQ(began.plan, "89abcdef");
  EXPECT_EQ(began.seed, 18'446'744'073'709'551'615u);
  EXPECT_EQ(back(PhaseBegan{}).phase, Phase::recovery);
  EXPECT_EQ(back(PhaseBegan{}).why, "every expectation is decided");
  EXPECT_EQ(back(PartReady{}).took_s, 0.1);
  const auto exited = back(PartExited{});
  EXPECT_EQ(exited.part, "haproxy");
  EXPECT_EQ(exited.code, -1);
  EXPECT_EQ(exited.signal, 9);
  EXPECT_TRUE(exited.asked);
  const auto tick = back(LoadTick{});
  EXPECT_EQ(tick.logins, 101);
  EXPECT_EQ(tick.failed, 30);
  EXPECT_EQ(tick.planned, 99);
  EXPECT_EQ(tick.lag_ms, 1.25);
  EXPECT_EQ(tick.per_backend, (std::vector<std::int64_t>{20, 0, 51}));
  EXPECT_EQ(tick.flood_planned, 300);
  EXPECT_EQ(tick.flood, 298);
  const auto injected = back(FaultInjected{});
  EXPECT_EQ(injected.id + injected.name + injected.via, "skewweightsreload");
  EXPECT_NE(injected.change.find("+  server"), std::string::npos);
  EXPECT_EQ(back(FaultReverted{}).why, "its time is over");
  EXPECT_TRUE(back(FaultWitnessed{}).shown);
  EXPECT_EQ(back(FaultWitnessed{}).evidence.size(), 2u);
  EXPECT_EQ(back(AlertChanged{}).state, AlertPhase::firing);
  EXPECT_EQ(back(AlertChanged{}).labels.at("ü"), "\"\\\n");
  EXPECT_TRUE(back(AlertSent{}).resolved);
  EXPECT_EQ(back(AlertSent{}).labels.size(), 3u);
  const auto notified = back(Notified{});
  EXPECT_EQ(notified.receiver, "auth-oncall");
  EXPECT_EQ(notified.integration, "slack");
  EXPECT_EQ(notified.index, 2);
  EXPECT_TRUE(notified.observer);
  EXPECT_TRUE(notified.resolved);
  EXPECT_EQ(notified.group_key, R"({}:{alertname="X"})");
  ASSERT_EQ(notified.alerts.size(), 2u);
  EXPECT_TRUE(notified.alerts[0].resolved);
  EXPECT_EQ(notified.alerts[0].labels.at("severity"), "page");
  EXPECT_EQ(notified.excerpt, "🔥 logins fail");
  const auto failed = back(DeliveryFailed{});
  EXPECT_EQ(failed.receiver + failed.integration + failed.stage, "network-oncallemailrendering");
  EXPECT_EQ(failed.error, "template: x:1: unexpected \"}\"");
  EXPECT_EQ(back(PastFilled{}).reach, model_seconds(3600.5));
  EXPECT_EQ(back(PastFilled{}).series, 12);
  EXPECT_EQ(back(PastFilled{}).samples, 480'000);
  EXPECT_TRUE(back(RestorationChecked{}).identical);
  EXPECT_EQ(back(RestorationChecked{}).differences.size(), 1u);
  const auto collected = back(Collected{});
  ASSERT_EQ(collected.scrapes.size(), 1u);
  EXPECT_EQ(collected.scrapes[0].what, "auth auth1");
  EXPECT_EQ(collected.scrapes[0].got, 69);
  EXPECT_EQ(collected.scrapes[0].wanted, 70);
  EXPECT_EQ(collected.evaluations.size(), 2u);
  EXPECT_EQ(collected.alert_changes, 9);
  EXPECT_EQ(collected.delivered, 4);
  EXPECT_EQ(collected.attempts, 5);
  const std::map<std::string, std::int64_t> held{{"auth1", 0}, {"balancer", 130}};
  EXPECT_EQ(back(ProcessorTick{}).held_ms, held);
  EXPECT_EQ(back(Trouble{}).what, "a part died");
  EXPECT_EQ(back(Doubt{}).what, "`sink` answered late");
}

TEST(Codec, SeesEveryFlippedByte) {
  for (const Event& event : one_of_each_kind()) {
    const std::string line = encode(event);
    for (std::size_t i = 0; i < line.size(); ++i) {
      for (const char flip : {'\x01', '\x20', '\x80'}) {
        std::string damaged = line;
        damaged[i] = static_cast<char>(damaged[i] ^ flip);
        ASSERT_FALSE(decode(damaged)) << damaged;
      }
    }
  }
}

TEST(Codec, SeesEveryMissingEnd) {
  for (const Event& event : one_of_each_kind()) {
    const std::string line = encode(event);
    for (std::size_t n = 0; n < line.size(); ++n) ASSERT_FALSE(decode(line.substr(0, n))) << n;
    EXPECT_FALSE(decode(line + " "));
  }
}

TEST(Codec, RefusesAnUnknownKindByName) {
  const auto read = decode(line_with("coffee_made", "{}"));
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("coffee_made"), std::string::npos);
}

TEST(Codec, RefusesAnotherShape) {
  ASSERT_TRUE(decode(line_with("phase_began", R"({"phase":"fault","why":""})")));
  ASSERT_TRUE(decode(line_with("run_ended", "{}")));
  for (const auto& [kind, data] : std::vector<std::pair<std::string, std::string>>{
           {"phase_began", R"({"phase":"lunch","why":""})"},  // no such phase
           {"phase_began", R"({"phase":"fault"})"},           // a key is missing
           {"phase_began", R"({"extra":1,"phase":"fault","why":""})"},
           {"phase_began", R"({"phase":"fault","why":7})"},
           {"phase_began", "[]"},
           {"alert_changed", R"({"labels":{},"state":"on fire"})"},
           {"alert_changed", R"({"labels":{"a":1},"state":"firing"})"},
           {"part_exited", R"({"asked":1,"code":0,"part":"a","signal":0})"},
           {"part_exited", R"({"asked":true,"code":1.5,"part":"a","signal":0})"},
           {"part_exited", R"({"asked":true,"code":1e300,"part":"a","signal":0})"},
           {"part_exited", R"({"asked":true,"code":4294967296,"part":"a","signal":0})"},
           {"run_began", R"({"plan":"","run_id":"","scenario":"","seed":-1,"speed":1.0})"},
           {"past_filled", R"({"reach":0,"samples":9223372036854775807,"series":0})"},
           {"past_filled", R"({"reach":0,"samples":-1099511627777,"series":0})"},
           {"run_ended", R"({"x":1})"},
           {"run_ended", "null"}}) {
    EXPECT_FALSE(decode(line_with(kind, data))) << kind << " " << data;
  }
  EXPECT_FALSE(decode(signed_line(R"({"n":1,"at":"1","recorded":2,"kind":"run_ended","data":{})")));
  EXPECT_FALSE(decode(signed_line(R"({"n":1,"recorded":2,"kind":"run_ended","data":{})")));
  // Spans between such instants and others would not fit into nanoseconds.
  const std::string far = std::to_string(std::int64_t{1} << 62);
  EXPECT_TRUE(decode(
      signed_line("{\"n\":1,\"at\":" + far + R"(,"recorded":2,"kind":"run_ended","data":{})")));
  EXPECT_FALSE(decode(
      signed_line("{\"n\":1,\"at\":" + far + R"(0,"recorded":2,"kind":"run_ended","data":{})")));
  EXPECT_FALSE(decode(signed_line(
      R"({"n":1,"at":1,"recorded":-9223372036854775808,"kind":"run_ended","data":{})")));
  EXPECT_FALSE(decode(signed_line("{{{")));
  EXPECT_FALSE(decode(signed_line("")));
}

TEST(Codec, WritesTextThatIsNoUtf8) {
  const Event event{from_nanos(1), from_nanos(2), Trouble{"\xff\xfe broken"}};
  const auto read = decode(encode(event));
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_NE(std::get<Trouble>(read->fact).what.find("broken"), std::string::npos);
}

TEST(Names, AreAllDifferent) {
  std::set<std::string> phases, states, outcomes;
  for (int i = 0; i <= static_cast<int>(Phase::stop); ++i) {
    phases.insert(to_string(static_cast<Phase>(i)));
  }
  for (int i = 0; i <= static_cast<int>(AlertPhase::inactive); ++i) {
    states.insert(to_string(static_cast<AlertPhase>(i)));
  }
  for (int i = 0; i < kOutcomes; ++i) outcomes.insert(to_string(static_cast<Outcome>(i)));
  EXPECT_EQ(phases.size(), 7u);
  EXPECT_EQ(states.size(), 3u);
  EXPECT_EQ(outcomes.size(), static_cast<std::size_t>(kOutcomes));
  for (const auto& names : {phases, states, outcomes}) EXPECT_EQ(names.count("?"), 0u);
}

}  // namespace
}  // namespace misfire
