// Every stressor asks the stack for the right thing, takes back what it did, and believes only what
// others saw.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "fault/stressor.hpp"

namespace misfire {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Writes down what it is asked for; the operation named `breaks` fails.
class Recorded final : public Stressed {
 public:
  std::vector<std::string> asked;
  std::string breaks;

  Result<void> kill(const std::vector<std::size_t>& servers) override {
    return did_each("kill", servers);
  }
  Result<void> start(const std::vector<std::size_t>& servers) override {
    return did_each("start", servers);
  }
  Result<void> pause(std::size_t i) override { return did(fmt::format("pause {}", i)); }
  Result<void> resume(std::size_t i) override { return did(fmt::format("resume {}", i)); }
  Result<void> slow_down(std::size_t i, double factor) override {
    return did(fmt::format("slow {} {:g}", i, factor));
  }
  Result<void> fail_logins(std::size_t i, double share, bool told) override {
    return did(fmt::format("fail {} {:g}{}", i, share, told ? " and say so" : ""));
  }
  Result<void> multiply_load(double factor) override {
    return did(fmt::format("load {:g}", factor));
  }
  Result<void> flood(const LoginFlood& flood) override {
    return did(fmt::format("flood {:g} {} {}", flood.factor, flood.users,
                           flood.wrong_passwords ? "wrong" : "right"));
  }
  Result<void> kill(Monitor one) override { return did(fmt::format("kill {}", part_of(one))); }
  Result<void> start(Monitor one) override { return did(fmt::format("start {}", part_of(one))); }
  Result<void> trouble_store(const StoreTrouble& trouble) override {
    constexpr const char* kBy[] = {"lock", "turns", "connections"};
    return did(fmt::format("store {} {:g}", kBy[static_cast<int>(trouble.by)], trouble.held_ms));
  }
  Result<void> leave_store() override { return did("leave store"); }

 private:
  Result<void> did_each(const std::string& what, const std::vector<std::size_t>& servers) {
    Result<void> all;
    for (const std::size_t i : servers) {
      if (all) all = did(fmt::format("{} {}", what, i));
    }
    return all;
  }
  Result<void> did(std::string what) {
    if (what == breaks) return environment_error("it cannot be done");
    asked.push_back(std::move(what));
    return {};
  }
};

const Stressor& stressor(const std::string& name) {
  return *find_stressor(name);
}

/// As the plan has them: with the defaults filled in.
Args with_defaults(const Stressor& kind, Args args) {
  for (const ParamSpec& param : kind.doc.params) {
    if (param.fallback) args.emplace(param.name, *param.fallback);
  }
  return args;
}

/// What is asked of the stack by that stressor, and by taking it back.
std::pair<std::vector<std::string>, std::vector<std::string>> asks(const std::string& name,
                                                                   Args args) {
  const Stressor& kind = stressor(name);
  args = with_defaults(kind, args);
  const auto strokes = kind.strokes(args, 3);
  EXPECT_TRUE(strokes) << to_string(strokes.error());
  Recorded injected, reverted;
  for (const Stroke& stroke : *strokes) {
    EXPECT_TRUE(kind.inject(args, stroke, injected));
    EXPECT_TRUE(kind.revert(args, stroke, reverted));
  }
  return {injected.asked, reverted.asked};
}

TEST(Stressors, AskForWhatTheySay) {
  using Asked = std::pair<std::vector<std::string>, std::vector<std::string>>;
  EXPECT_EQ(asks("crash", {}), (Asked{{"kill 0"}, {"start 0"}}));
  EXPECT_EQ(asks("crash", {{"servers", "others"}}),
            (Asked{{"kill 1", "kill 2"}, {"start 1", "start 2"}}));
  EXPECT_EQ(asks("hang", {{"servers", "last"}}), (Asked{{"pause 2"}, {"resume 2"}}));
  EXPECT_EQ(asks("slow", {{"servers", "1"}, {"factor", 5.0}}), (Asked{{"slow 1 5"}, {"slow 1 1"}}));
  EXPECT_EQ(asks("errors", {{"share", 0.25}}), (Asked{{"fail 0 0.25"}, {"fail 0 0"}}));
  EXPECT_EQ(asks("errors", {{"health", "unwell"}}), (Asked{{"fail 0 1 and say so"}, {"fail 0 0"}}));
  EXPECT_EQ(asks("surge", {{"factor", 3.0}}), (Asked{{"load 3"}, {"load 1"}}));
  EXPECT_EQ(asks("restart", {}),
            (Asked{{"kill 0", "kill 1", "kill 2", "start 0", "start 1", "start 2"}, {}}));
}

TEST(Stressors, AFloodComesAndGoes) {
  using Asked = std::pair<std::vector<std::string>, std::vector<std::string>>;
  EXPECT_EQ(asks("login-flood", {}), (Asked{{"flood 2 5 wrong"}, {"flood 0 0 wrong"}}));
  EXPECT_EQ(asks("login-flood",
                 {{"factor", 0.5}, {"users", std::int64_t{1}}, {"password", std::string("right")}}),
            (Asked{{"flood 0.5 1 right"}, {"flood 0 0 wrong"}}));
  EXPECT_EQ(asks("credential-stuffing", {{"users", std::int64_t{500}}}),
            (Asked{{"flood 1 500 wrong"}, {"flood 0 0 wrong"}}));
}

TEST(Stressors, WhatWatchesEndsAndComesBack) {
  using Asked = std::pair<std::vector<std::string>, std::vector<std::string>>;
  EXPECT_EQ(asks("alertmanager-down", {}), (Asked{{"kill alertmanager"}, {"start alertmanager"}}));
  EXPECT_EQ(asks("probe-down", {}), (Asked{{"kill blackbox"}, {"start blackbox"}}));
  EXPECT_EQ(asks("exporter-down", {}), (Asked{{"kill nginx-exporter"}, {"start nginx-exporter"}}));
  EXPECT_EQ(
      asks("exporter-down", {{"which", std::string("all")}}),
      (Asked{{"kill nginx-exporter", "kill mtail"}, {"start nginx-exporter", "start mtail"}}));
  EXPECT_THAT(why_unsupported("haproxy", "exporter-down", {}),
              HasSubstr("exports its metrics itself"));
  EXPECT_EQ(why_unsupported("nginx", "exporter-down", {}), "");
}

TEST(Stressors, SomebodyElseComesToTheStoreAndGoes) {
  using Asked = std::pair<std::vector<std::string>, std::vector<std::string>>;
  EXPECT_EQ(asks("database-locked", {}), (Asked{{"store lock 0"}, {"leave store"}}));
  EXPECT_EQ(asks("database-connections", {}), (Asked{{"store connections 0"}, {"leave store"}}));
  EXPECT_EQ(asks("database-slow", {}), (Asked{{"store turns 80"}, {"leave store"}}));
  EXPECT_EQ(asks("database-slow", {{"delay", 30.0}}), (Asked{{"store turns 30"}, {"leave store"}}));
}

TEST(Stressors, AFlappingServerGoesAndComesAtEachHalfOfThePeriod) {
  const Stressor& flapping = stressor("flapping");
  const Args args = with_defaults(flapping, {{"servers", std::string("last")},
                                             {"times", std::int64_t{2}},
                                             {"period", model_seconds(40)}});
  const auto strokes = flapping.strokes(args, 3);
  ASSERT_TRUE(strokes);
  Recorded stack;
  std::vector<double> after;
  for (const Stroke& stroke : *strokes) {
    EXPECT_TRUE(flapping.inject(args, stroke, stack));
    after.push_back(stroke.after.seconds());
  }
  EXPECT_THAT(stack.asked, ElementsAre("kill 2", "start 2", "kill 2", "start 2"));
  EXPECT_THAT(after, ElementsAre(0, 20, 40, 60));
  Recorded back;  // wherever it is taken back, the server is to be there: what runs is left alone
  EXPECT_TRUE(flapping.revert(args, strokes->front(), back));
  EXPECT_THAT(back.asked, ElementsAre("start 2"));
  EXPECT_FALSE(flapping.strokes(with_defaults(flapping, {{"period", ModelDuration{}}}), 3));
}

TEST(Stressors, ARestartWithAPauseGoesFromServerToServer) {
  const Stressor& restart = stressor("restart");
  const Args args = with_defaults(restart, {{"servers", "others"}, {"pause", model_seconds(60)}});
  const auto strokes = restart.strokes(args, 3);
  ASSERT_TRUE(strokes);
  ASSERT_THAT(*strokes, SizeIs(2));
  EXPECT_EQ((*strokes)[0].after, ModelDuration{});
  EXPECT_THAT((*strokes)[0].servers, ElementsAre(1));
  EXPECT_EQ((*strokes)[1].after, model_seconds(60));
  EXPECT_THAT((*strokes)[1].servers, ElementsAre(2));
  EXPECT_THAT(servers_of(*strokes), ElementsAre(1, 2));
  EXPECT_THAT(restart.says(args, {"b", "c"}), HasSubstr("one every 1m"));
}

TEST(Stressors, ARestartOfAllAtOnceWaitsForTheirStarts) {
  const Stressor& restart = *find_stressor("restart");
  EXPECT_TRUE(restart.waits_for_starts({{{}, {0, 1, 2}}}, 3));
  EXPECT_FALSE(restart.waits_for_starts({{{}, {0, 1}}}, 3)) << "one is left that answers";
  EXPECT_FALSE(restart.waits_for_starts({{{}, {0}}, {{}, {1}}, {{}, {2}}}, 3)) << "one by one";
}

TEST(Stressors, WhatTheStackCannotDoIsAnErrorAndTheRestIsNotTried) {
  const Stressor& crash = stressor("crash");
  Recorded stack;
  stack.breaks = "kill 1";
  EXPECT_FALSE(crash.inject({}, {ModelDuration{}, {0, 1, 2}}, stack));
  EXPECT_THAT(stack.asked, ElementsAre("kill 0"));
}

TEST(Stressors, AServerThatIsNotThereIsNamed) {
  for (const Stressor& kind : stressors()) {
    const auto& params = kind.doc.params;
    if (std::none_of(params.begin(), params.end(),
                     [](const ParamSpec& param) { return param.name == "servers"; })) {
      continue;
    }
    const auto strokes = kind.strokes(with_defaults(kind, {{"servers", "7"}}), 3);
    ASSERT_FALSE(strokes) << kind.doc.name;
    EXPECT_THAT(strokes.error().message, HasSubstr("there is no server 7")) << kind.doc.name;
  }
}

TEST(Stressors, AreDocumented) {
  for (const Stressor& kind : stressors()) {
    EXPECT_TRUE(kind.doc.stressor) << kind.doc.name;
    EXPECT_FALSE(kind.doc.title.empty()) << kind.doc.name;
    EXPECT_FALSE(kind.doc.about.empty()) << kind.doc.name;
    EXPECT_FALSE(kind.doc.incident.empty()) << kind.doc.name;
    for (const ParamSpec& param : kind.doc.params) {
      EXPECT_FALSE(param.about.empty()) << kind.doc.name << " " << param.name;
      EXPECT_TRUE(param.fallback) << kind.doc.name << " " << param.name;
    }
    EXPECT_NE(find_fault(catalogue(), kind.doc.name), nullptr);
    EXPECT_EQ(why_unsupported("nginx", kind.doc.name, {}), "");
  }
}

/// Three servers that answer 50 logins a second each, in 20 ms, for 10 s; then 2 s of the same.
Sight steady() {
  Sight sight;
  sight.before_s = 10;
  sight.since_s = 2;
  sight.service_ms = 20;
  const auto account = [](std::int64_t each) {
    LoadAccount load;
    load.planned = load.ended = 3 * each;
    load.per_backend.assign(3, {each, 0, each * std::chrono::milliseconds(20)});
    return load;
  };
  sight.before = account(500);
  sight.since = account(100);
  for (int i = 0; i < 3; ++i) {
    ServerSeen server;
    server.name = fmt::format("auth{}", i + 1);
    server.health = Health::well;
    server.before = sight.before.per_backend[0];
    server.since = sight.since.per_backend[0];
    server.state_before = server.state = "UP";
    sight.servers.push_back(server);
  }
  return sight;
}

Shown look(const std::string& name, const Sight& sight, Args args = {}) {
  const Stressor& kind = stressor(name);
  args = with_defaults(kind, args);
  return kind.witness(args, servers_of(*kind.strokes(args, 3)), sight);
}

TEST(StressorWitness, SeesNothingWhereNothingHappened) {
  for (const Stressor& kind : stressors()) {
    const Shown shown = look(kind.doc.name, steady());
    EXPECT_FALSE(shown.shown) << kind.doc.name;
    EXPECT_THAT(shown.evidence, Not(IsEmpty())) << kind.doc.name;
  }
}

Sight crashed() {
  Sight sight = steady();
  ServerSeen& first = sight.servers[0];
  first.ended = "by signal 9";
  first.runs = false;
  first.health = Health::refuses;
  first.since = {};
  first.state = "DOWN";
  return sight;
}

TEST(StressorWitness, ACrashedServerIsGoneAndAnswersNothing) {
  const Shown shown = look("crash", crashed());
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence,
              ElementsAre("auth1 ended by signal 9, and its port refuses connections",
                          "the balancer reports auth1 DOWN (before: UP)",
                          "auth1 answered 0 logins since; as before, it would have been 100"));
}

TEST(StressorWitness, EachPartOfTheEvidenceOfACrashIsNeeded) {
  const std::pair<const char*, void (*)(Sight&)> spoilt[] = {
      {"nobody told of its end", [](Sight& s) { s.servers[0].ended.clear(); }},
      {"it runs again", [](Sight& s) { s.servers[0].runs = true; }},
      {"its port answers", [](Sight& s) { s.servers[0].health = Health::well; }},
      {"its port is silent", [](Sight& s) { s.servers[0].health = Health::silent; }},
      {"a login was answered", [](Sight& s) { s.servers[0].since.answered = 1; }},
      {"too few could have been", [](Sight& s) { s.since_s = 0.3; }}};
  for (const auto& [what, spoil] : spoilt) {
    Sight sight = crashed();
    spoil(sight);
    EXPECT_FALSE(look("crash", sight).shown) << what;
  }
  EXPECT_FALSE(look("crash", crashed(), {{"servers", "all"}}).shown) << "two others live";
}

TEST(StressorWitness, AServerThatHadNoLoginsCrashesAndHangsAllTheSame) {
  Sight sight = steady();
  ServerSeen& backup = sight.servers[0];
  backup.before = backup.since = {};
  EXPECT_FALSE(look("crash", sight).shown) << "it is still there";
  backup.ended = "by signal 9";
  backup.runs = false;
  backup.health = Health::refuses;
  const Shown shown = look("crash", sight);
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence, Contains(HasSubstr("weaker evidence")));
  backup.since.answered = 1;
  EXPECT_FALSE(look("crash", sight).shown);
  backup.since.answered = 0;
  backup.ended = "";
  backup.runs = true;
  backup.health = Health::silent;
  EXPECT_TRUE(look("hang", sight).shown);
}

TEST(StressorWitness, ACrashThatTheBalancerDoesNotSeeIsOneAllTheSame) {
  Sight sight = crashed();
  sight.servers[0].state = "no check";
  const Shown shown = look("crash", sight);
  EXPECT_TRUE(shown.shown) << "a latent misconfiguration hides it from the balancer";
  EXPECT_THAT(shown.evidence, Contains("the balancer reports auth1 no check (before: UP)"));
}

TEST(StressorWitness, AHangingServerRunsAndIsSilent) {
  Sight sight = steady();
  sight.servers[0].health = Health::silent;
  sight.servers[0].since = {};
  EXPECT_TRUE(look("hang", sight).shown);
  for (const Health health : {Health::well, Health::unwell, Health::refuses, Health::not_asked}) {
    Sight other = sight;
    other.servers[0].health = health;
    EXPECT_FALSE(look("hang", other).shown);
  }
  Sight answers = sight;
  answers.servers[0].since.answered = 3;
  EXPECT_FALSE(look("hang", answers).shown);
  Sight dead = sight;
  dead.servers[0].ended = "by signal 9";
  EXPECT_FALSE(look("hang", dead).shown);
}

TEST(StressorWitness, ASlowServerTakesLonger) {
  Sight sight = steady();
  sight.servers[0].since.took = 100 * std::chrono::milliseconds(200);
  const Shown shown = look("slow", sight);
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence, ElementsAre("auth1 needed 200 ms for each of 100 logins that "
                                          "succeeded (before: 20 ms)"));
  sight.servers[0].since.took = 100 * std::chrono::milliseconds(100);
  EXPECT_FALSE(look("slow", sight).shown) << "less than half of the way to ten times";
  EXPECT_TRUE(look("slow", sight, {{"factor", 5.0}}).shown);
  sight.servers[0].since = {100, 90, 10 * std::chrono::milliseconds(200)};
  EXPECT_FALSE(look("slow", sight).shown) << "ten logins say nothing";
}

TEST(StressorWitness, WhatABusyMachineAddsIsNotToGrow) {
  Sight sight = steady();
  sight.service_ms = 10;
  sight.servers[0].before.took = 500 * std::chrono::milliseconds(23);
  sight.servers[0].since.took = 100 * std::chrono::milliseconds(111);
  EXPECT_TRUE(look("slow", sight).shown);
  sight.servers[0].since.took = 100 * std::chrono::milliseconds(60);
  EXPECT_FALSE(look("slow", sight).shown);
}

TEST(StressorWitness, AFailingServerFailsAndIsWell) {
  Sight sight = steady();
  sight.servers[0].own = {100, 100};
  EXPECT_TRUE(look("errors", sight).shown) << "whatever its users saw: others may have retried";
  Sight full = sight;
  full.servers[0].own.errors = 0;
  EXPECT_FALSE(look("errors", full).shown) << "a server that is full turns logins away with 503";
  Sight before = sight;
  before.servers[0].before.failed = before.servers[0].before.errors = 300;
  EXPECT_FALSE(look("errors", before).shown) << "most failed before, too";
  sight.servers[0].own.errors = 20;
  EXPECT_FALSE(look("errors", sight).shown);
  EXPECT_TRUE(look("errors", sight, {{"share", 0.25}}).shown);
  sight.servers[0].own = {100, 10};
  EXPECT_FALSE(look("errors", sight, {{"share", 0.1}}).shown) << "ten failures say nothing";
}

TEST(StressorWitness, AFailingServerIsAsWellAsWasAskedFor) {
  Sight well = steady();
  well.servers[0].own = {100, 100};
  Sight unwell = well;
  unwell.servers[0].health = Health::unwell;
  EXPECT_FALSE(look("errors", unwell).shown);
  EXPECT_TRUE(look("errors", unwell, {{"health", "unwell"}}).shown);
  unwell.servers[0].own = {3, 3};
  EXPECT_TRUE(look("errors", unwell, {{"health", "unwell"}}).shown) << "it was soon left out";
  unwell.servers[0].own = {100, 0};
  EXPECT_FALSE(look("errors", unwell, {{"health", "unwell"}}).shown) << "and yet it fails none";
  EXPECT_FALSE(look("errors", well, {{"health", "unwell"}}).shown);
}

TEST(Stressors, AShareThatIsSmallNeedsMoreLogins) {
  const Stressor& errors = stressor("errors");
  EXPECT_EQ(errors.logins_needed(with_defaults(errors, {{"share", 0.01}})), 2000);
  EXPECT_EQ(errors.logins_needed(with_defaults(errors, {})), 20);
}

TEST(StressorWitness, ARestartedServerEndedAndIsWellAgain) {
  Sight sight = steady();
  for (ServerSeen& server : sight.servers) server.ended = "by signal 9";
  EXPECT_TRUE(look("restart", sight).shown);
  sight.servers[2].health = Health::refuses;
  EXPECT_FALSE(look("restart", sight).shown);
  EXPECT_TRUE(look("restart", sight, {{"servers", "first"}}).shown);
}

Sight flooded() {
  Sight sight = steady();  // 150 logins a second
  sight.since.flood = {600, 600, 590, {{401, 580}, {503, 10}}};
  return sight;
}

TEST(StressorWitness, AFloodArrivesOrHarms) {
  const Shown shown = look("login-flood", flooded());
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence,
              ElementsAre("300 logins a second were planned and sent besides those of the users",
                          "the backends answered 295 of them a second and refused 580 in all (a "
                          "status of 4xx)",
                          "0.0 % of the users' logins failed (before: 0.0 %)"));
  EXPECT_TRUE(look("credential-stuffing", flooded()).shown);
  Sight silent = flooded();
  silent.since.flood.answered = 50;
  silent.since.flood.by_status = {{401, 50}};
  EXPECT_FALSE(look("login-flood", silent).shown) << "the driver's own word alone";
  silent.since.failed = 100;
  EXPECT_TRUE(look("login-flood", silent).shown) << "something on the way is full";
  Sight welcome = flooded();
  welcome.since.flood.by_status = {{200, 590}};
  EXPECT_FALSE(look("login-flood", welcome).shown) << "a wrong password opens";
  EXPECT_TRUE(look("login-flood", welcome, {{"password", std::string("right")}}).shown);
  EXPECT_FALSE(look("login-flood", flooded(), {{"factor", 5.0}}).shown);
}

/// 300 queries in 1 ms each, 6 of the 37 connections taken.
Sight with_store() {
  Sight sight = steady();
  sight.store = StoreSeen{0, 0, 6, 37, 1, 1, 300, 0};
  return sight;
}

TEST(StressorWitness, ALockedTableIsLockedAndLookUpsFail) {
  Sight sight = with_store();
  EXPECT_FALSE(look("database-locked", sight).shown);
  sight.store->locks = 1;
  sight.store->waiting = 3;
  EXPECT_FALSE(look("database-locked", sight).shown) << "nobody is harmed by it";
  sight.store->errors = 100;
  const Shown shown = look("database-locked", sight);
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence,
              ElementsAre("the store tells of 1 exclusive locks of the accounts that somebody else "
                          "holds, and of 3 sessions of the service that wait for a lock",
                          "6 of the 37 connections that anybody may have are taken",
                          "the backends' queries took 1.0 ms each (before: 1.0 ms), and 100 of 300 "
                          "failed"));
  sight.store->locks = 0;
  EXPECT_FALSE(look("database-locked", sight).shown) << "whatever fails, it is no lock";
  sight.store.reset();
  EXPECT_FALSE(look("database-locked", sight).shown) << "the store could not be asked";
}

TEST(StressorWitness, ASlowDatabaseTakesLonger) {
  Sight sight = with_store();
  sight.store->since_ms = 10;
  EXPECT_FALSE(look("database-slow", sight).shown);
  sight.store->since_ms = 27;
  EXPECT_TRUE(look("database-slow", sight).shown);
  EXPECT_FALSE(look("database-slow", sight, {{"delay", 400.0}}).shown);
  sight.store->since = 10;
  EXPECT_FALSE(look("database-slow", sight).shown) << "ten queries say nothing";
}

TEST(StressorWitness, ConnectionsAreTakenAndLookUpsFail) {
  Sight sight = with_store();
  sight.store->errors = 100;
  EXPECT_FALSE(look("database-connections", sight).shown);
  sight.store->connections = 37;
  EXPECT_TRUE(look("database-connections", sight).shown);
  sight.store->errors = 2;
  EXPECT_FALSE(look("database-connections", sight).shown) << "those that it has still serve";
}

Sight without(const char* part, std::optional<std::string> scrape) {
  Sight sight = steady();
  sight.monitors = {{part, "by signal 9", false, Health::refuses, std::move(scrape)}};
  return sight;
}

TEST(StressorWitness, AMonitorIsGoneByTheWordOfEngineAndPrometheus) {
  const Shown shown = look("probe-down", without("blackbox", "connection refused"));
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence,
              ElementsAre("blackbox ended by signal 9, and its port refuses connections",
                          "Prometheus cannot scrape what it exports: connection refused"));
  EXPECT_FALSE(look("probe-down", without("blackbox", "")).shown) << "it is still scraped";
  EXPECT_TRUE(look("alertmanager-down", without("alertmanager", {})).shown) << "nobody scrapes it";
  Sight answers = without("mtail", "x");
  answers.monitors[0].health = Health::well;
  EXPECT_FALSE(look("exporter-down", answers).shown);
  Sight runs = without("mtail", "x");
  runs.monitors[0].runs = true;
  EXPECT_FALSE(look("exporter-down", runs).shown);
  Sight untold = without("mtail", "x");
  untold.monitors[0].ended.clear();
  EXPECT_FALSE(look("exporter-down", untold).shown);
}

TEST(StressorWitness, AFlappingServerEndedMoreThanOnceAndLostLogins) {
  Sight sight = steady();
  ServerSeen& first = sight.servers[0];
  first.ended = "by signal 9";
  first.ends = 2;
  EXPECT_FALSE(look("flapping", sight).shown) << "it answers as ever";
  first.since.answered = 55;
  const Shown shown = look("flapping", sight);
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence, Contains("auth1 ended 2 times, the last time by signal 9"));
  first.ends = 1;
  EXPECT_FALSE(look("flapping", sight).shown) << "that is a crash";
}

TEST(StressorWitness, ASurgeArrivesOrHarms) {
  Sight sight = steady();
  sight.since.planned = sight.since.ended = 600;
  EXPECT_FALSE(look("surge", sight).shown) << "the driver's own word alone";
  Sight answered = sight;
  for (BackendLogins& backend : answered.since.per_backend) backend.answered = 200;
  EXPECT_TRUE(look("surge", answered).shown);
  Sight failed = sight;
  failed.since.failed = 100;
  EXPECT_TRUE(look("surge", failed).shown) << "something on the way is full";
  Sight unplanned = answered;
  unplanned.since.planned = 310;
  EXPECT_FALSE(look("surge", unplanned).shown);
}

}  // namespace
}  // namespace misfire
