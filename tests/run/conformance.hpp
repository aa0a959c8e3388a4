// What every adapter must do, on every engine: a line in an INSTANTIATE_TEST_SUITE_P is all that
// another balancer or engine needs. By default a sample; MISFIRE_CONFORMANCE=all makes it the whole
// (every fault 20 times, 100 reloads), MISFIRE_CONFORMANCE_SEED another order,
// MISFIRE_CONFORMANCE_FAULT=NAME takes that fault only.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>

#include "fault/misconfiguration.hpp"
#include "history/recorder.hpp"
#include "load/driver.hpp"
#include "paths.hpp"
#include "run/inject.hpp"
#include "run/launch.hpp"
#include "run/missing_parts.hpp"
#include "run/slow_client.hpp"

namespace misfire {

struct Candidate {
  const char* balancer;
  const char* config;  ///< in fixtures/lb; its pool is "auth"
  const char* engine;
  const char* store = "sqlite";
};

inline std::string candidate_name(const ::testing::TestParamInfo<Candidate>& one) {
  return fmt::format("{}_{}_{}", one.param.balancer, one.param.engine, one.param.store);
}

/// A running stack, without rules: the service, its load, and what watches it.
class Conformance : public ::testing::TestWithParam<Candidate> {
 protected:
  static bool whole() {
    const char* asked = std::getenv("MISFIRE_CONFORMANCE");
    return asked != nullptr && std::string(asked) == "all";
  }
  static std::string only() {
    const char* asked = std::getenv("MISFIRE_CONFORMANCE_FAULT");
    return asked == nullptr ? "" : asked;
  }
  static unsigned seed() {
    const char* asked = std::getenv("MISFIRE_CONFORMANCE_SEED");
    return asked == nullptr ? 1 : static_cast<unsigned>(std::atoi(asked));
  }

  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "misfire-conformance-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    run_id_ = folder_.filename().string().substr(std::string("misfire-conformance-").size());
    use_config(config_file());
    options_.scenario = fs::path(kSourceDir) / "tests/run/conformance/load.toml";
    options_.system = folder_ / "system.toml";
    options_.engine = GetParam().engine;
    // On a busy machine a health check does not end in a thirtieth of its time.
    options_.speed = 15;
  }

  /// By chance alone the shares of fewer could look like those under a fault.
  static constexpr std::int64_t kFewestInBaseline = 240;

  static bool in_containers() { return GetParam().engine == std::string("docker"); }

  static fs::path config_file() { return fs::path(kSourceDir) / "fixtures/lb" / GetParam().config; }

  void use_config(const fs::path& config) {
    auto system = read_file(fs::path(kSourceDir) / "tests/run/conformance/system.toml");
    ASSERT_TRUE(system);
    put_in(*system, "KIND", GetParam().balancer);
    put_in(*system, "STORE", GetParam().store);
    put_in(*system, "CONFIG", config.string());
    ASSERT_TRUE(write_file(folder_ / "system.toml", *system));
  }

  /// The same balancer, whose first server is twice as strong and starts slowly.
  void use_uneven_pool() {
    auto config = read_file(config_file());
    ASSERT_TRUE(config);
    const bool haproxy = GetParam().balancer == std::string("haproxy");
    put_in(*config, haproxy ? "weight 100" : "weight=100",
           haproxy ? "weight 200 slowstart 30s" : "weight=200");
    ASSERT_TRUE(write_file(folder_ / "uneven.cfg", *config));
    use_config(folder_ / "uneven.cfg");
  }

  /// The same balancer, to which logins come over TLS.
  void use_tls_listener() {
    auto config = read_file(config_file());
    ASSERT_TRUE(config);
    const bool haproxy = GetParam().balancer == std::string("haproxy");
    put_in(*config, haproxy ? "bind :8080" : "listen 8080;",
           haproxy ? "bind :443 ssl crt /etc/haproxy/certs/login.pem"
                   : "listen 443 ssl; ssl_certificate /etc/nginx/login.pem; "
                     "ssl_certificate_key /etc/nginx/login.key;");
    ASSERT_TRUE(write_file(folder_ / "tls.cfg", *config));
    use_config(folder_ / "tls.cfg");
  }

  /// Those for which `wanted` holds, each as often as it has variants.
  static std::vector<PlannedFault> planned_of(bool (*wanted)(const std::string& fault));

  /// Each of them, injected, witnessed and taken back.
  void inject_all(const std::vector<PlannedFault>& planned) {
    const LiveState before = live_when_up();
    ASSERT_TRUE(before.all_up());
    std::size_t shown = 0;
    for (const PlannedFault& fault : planned) {
      SCOPED_TRACE(fmt::format("{} {}", fault.name, fault.runtime ? "at run time" : "by a reload"));
      ASSERT_NO_FATAL_FAILURE(inject_and_revert(fault, before));
      shown += witnessed_ ? 1 : 0;
    }
    EXPECT_EQ(shown, planned.size());
    std::cout << fmt::format("{} on {}: {} of {} faults witnessed and taken back, seed {}\n",
                             GetParam().balancer, GetParam().engine, shown, planned.size(), seed());
  }

  void TearDown() override {
    watch_.reset();
    if (driver_) {
      EXPECT_TRUE(driver_->stop());
    }
    driver_.reset();
    stack_ = {};
    if (engine_) {
      const auto closed = engine_->close();
      EXPECT_TRUE(closed) << to_string(closed.error());
    }
    engine_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  /// Up to the first logins. Skips the test where the engine cannot be.
  void start(double logins_per_second) {
    auto inputs = read_inputs(options_);
    if (!inputs && in_containers() && inputs.error().front().code == ErrorCode::environment) {
      GTEST_SKIP() << to_string(inputs.error().front());
    }
    ASSERT_TRUE(inputs) << to_string(inputs.error().front());
    inputs_.emplace(std::move(*inputs));
    for (const char* sub : {"config", "parts"}) ASSERT_TRUE(make_folder(folder_ / sub));
    const EngineOptions engine{run_id_, folder_, folder_ / "run.json"};
    auto opened = in_containers() ? open_docker_engine(engine, inputs_->programs.images)
                                  : open_process_engine(engine);
    ASSERT_TRUE(opened) << to_string(opened.error());
    engine_ = std::move(*opened);
    auto prepared = prepare(
        *inputs_, [&](const std::string& part, int port) { return engine_->address(part, port); });
    ASSERT_TRUE(prepared) << to_string(prepared.error().front());
    prepared_.emplace(std::move(*prepared));
    prepared_->plan.load.per_second = logins_per_second;
    auto recorder = Recorder::open(folder_ / "history.jsonl", clock_);
    ASSERT_TRUE(recorder) << to_string(recorder.error());
    recorder_ = std::move(*recorder);
    watch_.emplace(*recorder_, clock_, *engine_, inputs_->secrets,
                   [this](const Event& event) { happened(event); });
    const auto up =
        start_service(stack_, *engine_, *inputs_, *prepared_, folder_, *watch_).and_then([&] {
          return start_monitoring(stack_, *engine_, *inputs_, *prepared_, *watch_);
        });
    ASSERT_TRUE(up) << to_string(up.error());
    start_driver();
    const auto scraped = start_prometheus(stack_, *engine_, *inputs_, *prepared_, true, *watch_);
    ASSERT_TRUE(scraped) << to_string(scraped.error());
  }

  LiveState live() {
    const auto state = inputs_->balancer->live(*stack_.balancer, std::chrono::seconds(5));
    EXPECT_TRUE(state) << to_string(state.error());
    return state.value_or(LiveState{});
  }

  /// On a busy machine a server may be down for the length of a check.
  LiveState live_when_up() {
    LiveState state;
    const auto up = watch_->poll_until("every server to be up", std::chrono::seconds(30),
                                       [&]() -> Result<bool> {
                                         state = live();
                                         return state.all_up();
                                       });
    EXPECT_TRUE(up) << to_string(up.error());
    return state;
  }

  void poll_for(Duration span) {
    const auto fine = watch_->poll_until(clock_.now() + span);
    ASSERT_TRUE(fine) << to_string(fine.error());
  }

  /// One fault as a run would have it, until it is witnessed and taken back.
  void inject_and_revert(PlannedFault fault, const LiveState& before) {
    fault.id = fault.name;
    fault.lasts = {std::chrono::hours(1)};  // it ends when it is witnessed
    prepared_->plan.faults = {std::move(fault)};
    evidence_.clear();
    witnessed_ = reverted_ = false;
    std::string why_ended;
    ASSERT_NO_FATAL_FAILURE(inject(before, why_ended));
    EXPECT_TRUE(witnessed_) << why_ended << ": " << ::testing::PrintToString(evidence_);
    EXPECT_TRUE(reverted_);
    expect_all_as(before);
  }

  /// The plan's faults after a short baseline.
  void inject(const LiveState& before, std::string& why_ended) {
    const Conducting conducting{*inputs_, *prepared_, *engine_, *watch_, folder_};
    Injector injector(conducting, stack_);
    watch_->start_tally();
    injector.begin_baseline();
    const auto compared = watch_->poll_until(
        "logins to compare with", std::chrono::seconds(30),
        [&]() -> Result<bool> { return watch_->tally().logins >= kFewestInBaseline; });
    ASSERT_TRUE(compared) << to_string(compared.error());
    const auto done = injector.run(before);
    ASSERT_TRUE(done) << to_string(done.error());
    why_ended = injector.why_ended();
  }

  void expect_all_as(const LiveState& before) {
    std::vector<std::string> left;
    const auto restored = watch_->poll_until("the live state to be as before",
                                             std::chrono::seconds(60), [&]() -> Result<bool> {
                                               left = differences(before, live());
                                               return left.empty();
                                             });
    EXPECT_TRUE(restored) << ::testing::PrintToString(left);
    // What failed must be over before the next fault is held against the logins before it.
    const auto well = watch_->poll_until("logins to succeed again", std::chrono::seconds(30),
                                         [&]() -> Result<bool> {
                                           if (watch_->tally().failed > 0) watch_->start_tally();
                                           return watch_->tally().logins > 50;
                                         });
    EXPECT_TRUE(well);
  }

  static void put_in(std::string& text, const std::string& word, const std::string& value) {
    text.replace(text.find(word), word.size(), value);
  }

  void start_driver() {
    DriverOptions options;
    options.target = stack_.balancer->from_harness("entry");
    options.load = prepared_->plan.load;
    options.backends = prepared_->plan.servers;
    options.logins_file = folder_ / "logins.bin";
    auto driver = LoginDriver::start(options);
    ASSERT_TRUE(driver) << to_string(driver.error());
    driver_ = std::move(*driver);
    watch_->set_driver(driver_.get());
  }

  void happened(const Event& event) {
    if (const auto* fact = std::get_if<FaultWitnessed>(&event.fact)) {
      witnessed_ = fact->shown;
      evidence_ = fact->evidence;
    }
    reverted_ = reverted_ || std::holds_alternative<FaultReverted>(event.fact);
    if (at_event_) at_event_(event);
  }

  fs::path folder_;
  std::string run_id_;
  RunOptions options_;
  SystemClock clock_;
  std::optional<Inputs> inputs_;
  std::unique_ptr<Engine> engine_;
  std::optional<Prepared> prepared_;
  std::unique_ptr<Recorder> recorder_;
  Stack stack_;
  std::unique_ptr<LoginDriver> driver_;
  std::optional<Watch> watch_;
  bool witnessed_ = false, reverted_ = false;
  std::vector<std::string> evidence_;
  std::function<void(const Event&)> at_event_;  ///< may be empty
};

/// Where all servers are alike it changes nothing.
inline bool needs_uneven_pool(const std::string& fault) {
  return fault == "weights-swapped" || fault == "slowstart-removed";
}

/// Where nobody speaks TLS there is nothing to break.
inline bool needs_tls_listener(const std::string& fault) {
  return fault == "tls-expired";
}

/// A fault with parameters that bite, and by which way it is injected.
inline std::vector<PlannedFault> variants_of(const Misconfiguration& fault) {
  const auto text = [](const char* value) { return ParamValue(std::string(value)); };
  std::vector<std::map<std::string, ParamValue>> params = {{}};
  const std::string& name = fault.doc.name;
  if (name == "weights") params = {{{"first", std::int64_t{200}}, {"others", std::int64_t{25}}}};
  if (name == "check-removed") {
    params.push_back({{"how", text("connect")}});
    params.push_back({{"how", text("patient")}});
  }
  if (name == "server-removed") params.push_back({{"servers", text("others")}});
  if (name == "check-port") params.push_back({{"servers", text("last")}});
  if (name == "constant-cookie") params.push_back({{"by", text("cookie")}});
  if (name == "one-server-hash") {
    params.push_back({{"by", text("source")}});
    params.push_back({{"by", text("host")}});
  }
  if (name == "metrics-filtered") params.push_back({{"left_out", text("maintenance")}});
  if (name == "proxy-protocol-mismatch" || name == "http-version") {
    params.push_back({{"servers", text("last")}});
  }
  if (name == "tls-to-plain") params.push_back({{"servers", text("first")}});
  std::vector<PlannedFault> all;
  for (const auto& one : params) {
    if (fault.cannot != nullptr && !fault.cannot(one).empty()) continue;
    PlannedFault planned;
    planned.name = name;
    planned.params = one;
    all.push_back(planned);
  }
  if (fault.runtime != nullptr && !all.empty()) {
    all.push_back(all.front());
    all.back().runtime = true;
  }
  return all;
}

inline std::vector<PlannedFault> Conformance::planned_of(bool (*wanted)(const std::string&)) {
  std::vector<PlannedFault> planned;
  for (const Misconfiguration& fault : misconfigurations(GetParam().balancer)) {
    if (!only().empty() && fault.doc.name != only()) continue;
    if (!wanted(fault.doc.name)) continue;
    const auto variants = variants_of(fault);
    planned.insert(planned.end(), variants.begin(), variants.end());
  }
  return planned;
}

constexpr std::size_t kInContainers = 14;

TEST_P(Conformance, EveryFaultIsWitnessedAndLeavesNothingBehind) {
  ASSERT_NO_FATAL_FAILURE(start(200));
  if (IsSkipped()) return;
  std::mt19937 random(seed());
  const int rounds = whole() ? 20 : 1;
  std::vector<PlannedFault> planned;
  for (int round = 0; round < rounds; ++round) {
    for (const Misconfiguration& fault : misconfigurations(GetParam().balancer)) {
      if (!only().empty() && fault.doc.name != only()) continue;
      if (needs_uneven_pool(fault.doc.name) || needs_tls_listener(fault.doc.name)) continue;
      const auto variants = variants_of(fault);
      if (variants.empty()) continue;  // this balancer cannot do it
      if (round == 0) {                // each at least once, whatever the seed
        planned.insert(planned.end(), variants.begin(), variants.end());
      } else {
        planned.push_back(variants[random() % variants.size()]);
      }
    }
  }
  std::shuffle(planned.begin(), planned.end(), random);
  // An edit is the same on every engine: of those in containers the sample has some.
  const bool sampled = !whole() && only().empty() && in_containers();
  if (sampled && planned.size() > kInContainers) planned.resize(kInContainers);
  inject_all(planned);
}

TEST_P(Conformance, FaultsOfServersOfDifferentStrengthAreWitnessedToo) {
  use_uneven_pool();
  ASSERT_NO_FATAL_FAILURE(start(200));
  if (IsSkipped()) return;
  inject_all(planned_of(needs_uneven_pool));
}

TEST_P(Conformance, FaultsOfTlsAreWitnessedWhereLoginsComeOverIt) {
  use_tls_listener();
  ASSERT_NO_FATAL_FAILURE(start(200));
  if (IsSkipped()) return;
  inject_all(planned_of(needs_tls_listener));
}

TEST_P(Conformance, SlowClientsAreTurnedAwayByAShortTimeForRequests) {
  ASSERT_NO_FATAL_FAILURE(start(200));
  if (IsSkipped()) return;
  // A second is far below what the file says, and far above the fault's tenth of one.
  const auto let_go = [&] {
    const SlowClient client(stack_.balancer->from_harness("entry"),
                            "POST /login HTTP/1.1\r\nHost: a\r\n");
    return client.closed_within(std::chrono::seconds(1));
  };
  EXPECT_FALSE(let_go());
  PlannedFault fault;
  fault.name = "http-request-timeout-low";
  bool turned_away = false;
  at_event_ = [&](const Event& event) {
    if (std::holds_alternative<FaultWitnessed>(event.fact)) turned_away = let_go();
  };
  ASSERT_NO_FATAL_FAILURE(inject_and_revert(fault, live_when_up()));
  at_event_ = {};
  EXPECT_TRUE(turned_away);
  EXPECT_FALSE(let_go());
}

/// Stressors, with parameters that bite servers which are strong. Those that this system cannot be
/// troubled with are left out.
class Stressing : public Conformance {
 protected:
  std::vector<PlannedFault> stressors_here() const {
    std::vector<PlannedFault> all;
    for (const Stressor& kind : stressors()) {
      if (!only().empty() && kind.doc.name != only()) continue;
      PlannedFault planned;
      planned.name = kind.doc.name;
      for (const ParamSpec& param : kind.doc.params) {
        planned.params.emplace(param.name, *param.fallback);
      }
      const bool possible =
          why_unsupported(GetParam().balancer, planned.name, planned.params).empty() &&
          missing_part(inputs_->system, planned).empty();
      if (possible) all.push_back(planned);
    }
    return all;
  }
};

TEST_P(Stressing, EveryStressorIsWitnessedAndTakenBack) {
  ASSERT_NO_FATAL_FAILURE(start(200));
  if (IsSkipped()) return;
  const LiveState before = live_when_up();
  ASSERT_TRUE(before.all_up());
  std::string names;
  const std::vector<PlannedFault> planned = stressors_here();
  for (const PlannedFault& fault : planned) {
    SCOPED_TRACE(fault.name);
    ASSERT_NO_FATAL_FAILURE(inject_and_revert(fault, before));
    names += " " + fault.name;
    std::vector<std::string> down;
    const auto all_up = watch_->poll_until("every target to be up", std::chrono::seconds(15), [&] {
      down.clear();
      return all_targets_up(stack_.prometheus->from_harness("http"), &down,
                            std::chrono::seconds(2));
    });
    EXPECT_TRUE(all_up) << ::testing::PrintToString(down);
    // A balancer may take its time to trust a server again, which the next one is compared with.
    const LoadAccount then = driver_->account();
    const auto all_answer = watch_->poll_until(
        "every backend to answer again", std::chrono::seconds(60), [&]() -> Result<bool> {
          const LoadAccount since = driver_->account() - then;
          return std::all_of(since.per_backend.begin(), since.per_backend.end(),
                             [](const BackendLogins& backend) { return backend.answered > 30; });
        });
    EXPECT_TRUE(all_answer);
  }
  std::cout << fmt::format("{} with {}: {} stressors witnessed and taken back:{}\n",
                           GetParam().balancer, GetParam().store, planned.size(), names);
}

TEST_P(Conformance, WhatIsChangedAtRunTimeOutlivesReloadsAndEndsBeforeOrAfterThem) {
  const auto asked = read_inputs(options_);
  if (asked && asked->balancer->runtime_api() == nullptr) {
    GTEST_SKIP() << GetParam().balancer << " has no operators' interface";
  }
  ASSERT_NO_FATAL_FAILURE(start(200));
  if (IsSkipped()) return;
  inputs_->options.whole = true;  // each lasts its time
  const LiveState before = live_when_up();
  PlannedFault skew, limit;
  skew.id = skew.name = "weights";
  skew.params = {{"first", std::int64_t{200}}, {"others", std::int64_t{25}}};
  skew.runtime = true;
  limit.id = limit.name = "connection-limit";
  limit.params = {{"connections", std::int64_t{5}}};
  limit.at = model_seconds(90);
  for (const bool skew_ends_first : {true, false}) {
    SCOPED_TRACE(skew_ends_first ? "the weights end first" : "the limit ends first");
    skew.lasts = model_seconds(skew_ends_first ? 240 : 330);
    limit.lasts = model_seconds(skew_ends_first ? 240 : 150);
    prepared_->plan.faults = {skew, limit};
    std::set<std::string> shown;
    int turns = 0;
    at_event_ = [&](const Event& event) {
      if (const auto* fact = std::get_if<FaultWitnessed>(&event.fact)) {
        if (fact->shown) shown.insert(fact->id);
      }
      const auto* came = std::get_if<FaultInjected>(&event.fact);
      const auto* went = std::get_if<FaultReverted>(&event.fact);
      if (came == nullptr && went == nullptr) return;
      // The skew comes, the limit comes, one goes, the other goes.
      ++turns;
      const bool skewed = turns == 1 || turns == 2 || (turns == 3 && !skew_ends_first);
      const bool limited = turns == 2 || (turns == 3 && skew_ends_first);
      const LiveState now = live();
      ASSERT_EQ(now.servers.size(), before.servers.size());
      EXPECT_EQ(now.servers[0].weight, skewed ? 200 : before.servers[0].weight) << turns;
      EXPECT_EQ(now.servers[0].maxconn, limited ? 5 : before.servers[0].maxconn) << turns;
    };
    std::string why_ended;
    ASSERT_NO_FATAL_FAILURE(inject(before, why_ended));
    at_event_ = {};
    EXPECT_EQ(turns, 4) << why_ended;
    EXPECT_EQ(shown, (std::set<std::string>{"weights", "connection-limit"})) << why_ended;
    expect_all_as(before);
  }
}

TEST_P(Conformance, WhatIsTakenBackWhileTheFileIsRefusedStaysUntilTheFileIsTaken) {
  ASSERT_NO_FATAL_FAILURE(start(200));
  if (IsSkipped()) return;
  inputs_->options.whole = true;  // each lasts its time
  const LiveState before = live_when_up();
  PlannedFault skew, stale;
  skew.id = skew.name = "weights";
  skew.params = {{"first", std::int64_t{200}}, {"others", std::int64_t{25}}};
  skew.lasts = model_seconds(180);
  stale.id = stale.name = "stale-process";
  stale.at = model_seconds(120);
  stale.lasts = model_seconds(180);
  prepared_->plan.faults = {skew, stale};
  std::set<std::string> shown;
  std::vector<int> weights;  // of the first server, at each coming and going
  at_event_ = [&](const Event& event) {
    if (const auto* fact = std::get_if<FaultWitnessed>(&event.fact)) {
      if (fact->shown) shown.insert(fact->id);
    }
    if (std::holds_alternative<FaultInjected>(event.fact) ||
        std::holds_alternative<FaultReverted>(event.fact)) {
      weights.push_back(live().servers.at(0).weight);
    }
  };
  std::string why_ended;
  ASSERT_NO_FATAL_FAILURE(inject(before, why_ended));
  at_event_ = {};
  // The skew comes, the file is refused, the skew is taken back in vain, the file is taken.
  EXPECT_EQ(weights, (std::vector<int>{200, 200, 200, before.servers[0].weight})) << why_ended;
  EXPECT_EQ(shown, (std::set<std::string>{"weights", "stale-process"})) << why_ended;
  expect_all_as(before);
}

TEST_P(Conformance, NoLoginFailsWhileItReloads) {
  constexpr double kLoginsPerSecond = 500;
  // At a higher speed the balancer's time limit is so short that a machine which is late for a
  // moment fails logins by itself.
  options_.speed = 5;
  ASSERT_NO_FATAL_FAILURE(start(kLoginsPerSecond));
  if (IsSkipped()) return;
  ASSERT_NO_FATAL_FAILURE(poll_for(std::chrono::seconds(1)));
  const int reloads = whole() ? 100 : 5;
  for (int i = 0; i < reloads; ++i) {
    const auto done =
        inputs_->balancer->reload(*stack_.balancer, prepared_->original, std::chrono::seconds(20),
                                  [&] { return watch_->poll(); });
    ASSERT_TRUE(done) << "reload " << i << ": " << to_string(done.error());
    ASSERT_NO_FATAL_FAILURE(poll_for(std::chrono::milliseconds(100)));
  }
  watch_->set_driver(nullptr);
  ASSERT_TRUE(driver_->stop());
  driver_.reset();
  const auto file = read_logins(folder_ / "logins.bin");
  ASSERT_TRUE(file);
  ASSERT_EQ(file->damage, "");
  std::map<std::string, int> failed;
  for (const Login& login : file->logins) {
    if (!login.ok()) ++failed[to_string(login.outcome)];
  }
  EXPECT_TRUE(failed.empty()) << ::testing::PrintToString(failed);
  const double seconds = to_seconds(file->logins.back().planned - file->logins.front().planned);
  EXPECT_GT(static_cast<double>(file->logins.size()) / seconds, 0.9 * kLoginsPerSecond);
  std::cout << fmt::format("{} on {}: {} reloads, {} logins\n", GetParam().balancer,
                           GetParam().engine, reloads, file->logins.size());
}

}  // namespace misfire
