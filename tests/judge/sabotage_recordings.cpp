#include <algorithm>

#include "judge/history_builder.hpp"
#include "judge/sabotage.hpp"

namespace misfire::testing {
namespace {

Verdict verdict_of(const std::string& name) {
  if (name.starts_with("pass")) return Verdict::pass;
  return name.starts_with("fail") ? Verdict::fail : Verdict::invalid;
}

Recording built(const std::string& name, const HistoryBuilder& builder, Plan plan = february()) {
  plan.run_id = "r1";
  return {name, std::move(plan), builder.build(), verdict_of(name), {}};
}

HistoryBuilder good() {
  return HistoryBuilder().harm().february_alerts();
}

std::vector<Recording> built_recordings() {
  std::vector<Recording> all;
  all.push_back(built("pass: built", good()));
  all.push_back(built("pass: built twin", HistoryBuilder(), twin()));
  all.push_back(built("fail: nobody is paged", HistoryBuilder().harm()));
  all.push_back(built("fail: paged too late", HistoryBuilder()
                                                  .harm()
                                                  .alert(250, kSymptom, "auth-oncall")
                                                  .alert(90, kCause, "network-oncall", 120)));
  all.push_back(built("fail: another team is paged",
                      HistoryBuilder().harm().alert(40, kSymptom, "database-oncall")));
  all.push_back(
      built("fail: the database is blamed", good().alert(20, kDatabase, "database-oncall")));
  all.push_back(built("fail: too many logins fail", HistoryBuilder().harm(0.6).february_alerts()));
  all.push_back(built("fail: no recovery", good().failing(360, 960, 0.1)));
  all.push_back(built("fail: not restored", good().restored(false, {"weight of auth1"})));
  all.push_back(
      built("fail: a page in a twin", HistoryBuilder().alert(40, kSymptom, "auth-oncall"), twin()));
  all.push_back(built("invalid: no witness", good().witnessed(false)));
  all.push_back(built("invalid: unsteady baseline", good().failing(-180, 0, 0.05)));
  all.push_back(built("invalid: a part died", good().add(100, PartExited{"auth2", -1, 11, false})));
  all.push_back(built("invalid: too slow", good().lag_ms(500)));
  all.push_back(built("invalid: ended too early", good().end_at(375).revert_at(360)));
  all.push_back(
      built("invalid: a page before the fault", good().alert(-120, kSymptom, "auth-oncall")));
  return all;
}

}  // namespace

std::vector<Recording> real_recordings() {
  std::vector<Recording> all;
  const fs::path folder = fs::path(SOURCE_DIR) / "tests/judge/recordings";
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.is_directory()) continue;
    Recording r;
    r.name = entry.path().filename().string();
    r.verdict = verdict_of(r.name);
    r.folder = entry.path();
    auto plan = plan_from_json(read_file(entry.path() / "plan.json").value_or(""));
    auto history = read_history(entry.path());
    if (plan) r.plan = std::move(*plan);
    if (history) r.history = std::move(*history);
    all.push_back(std::move(r));
  }
  std::sort(all.begin(), all.end(),
            [](const Recording& a, const Recording& b) { return a.name < b.name; });
  return all;
}

std::vector<Recording> recordings() {
  auto all = real_recordings();
  for (Recording& one : built_recordings()) all.push_back(std::move(one));
  return all;
}

}  // namespace misfire::testing
