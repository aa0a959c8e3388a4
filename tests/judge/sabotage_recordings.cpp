#include <algorithm>

#include "judge/history_builder.hpp"
#include "judge/sabotage.hpp"
#include "paths.hpp"

namespace misfire::testing {
namespace {

Verdict verdict_of(const std::string& name) {
  if (name.starts_with("pass")) return Verdict::pass;
  return name.starts_with("fail") ? Verdict::fail : Verdict::invalid;
}

struct Built {
  const char* name;
  HistoryBuilder (*history)();
  Plan (*plan)() = february;
};

HistoryBuilder good() {
  return HistoryBuilder().harm().february_alerts();
}

HistoryBuilder a_part_died() {
  return good().add(100, PartExited{"auth2", -1, 11, false});
}

constexpr Built kBuilt[] = {
    {"pass: built", good},
    {"pass: built twin", [] { return HistoryBuilder(); }, twin},
    {"fail: nobody is paged", [] { return HistoryBuilder().harm(); }},
    {"fail: paged too late",
     [] {
       return HistoryBuilder()
           .harm()
           .alert(250, kSymptom, "auth-oncall")
           .alert(90, kCause, "network-oncall", 120);
     }},
    {"fail: another team is paged",
     [] { return HistoryBuilder().harm().alert(40, kSymptom, "database-oncall"); }},
    {"fail: the database is blamed", [] { return good().alert(20, kDatabase, "database-oncall"); }},
    {"fail: too many logins fail", [] { return HistoryBuilder().harm(0.6).february_alerts(); }},
    {"fail: no recovery", [] { return good().failing(360, 960, 0.1); }},
    {"fail: not restored", [] { return good().restored(false, {"weight of auth1"}); }},
    {"fail: a page in a twin", [] { return HistoryBuilder().alert(40, kSymptom, "auth-oncall"); },
     twin},
    {"invalid: no witness", [] { return good().witnessed(false); }},
    {"invalid: unsteady baseline", [] { return good().failing(-180, 0, 0.05); }},
    {"invalid: a part died", a_part_died},
    {"invalid: too slow", [] { return good().lag_ms(500); }},
    {"pass: built, with a hiccup", [] { return good().held(100, 110, "auth1", 240); }},
    {"invalid: a part without a processor", [] { return good().held(60, 300, "auth1", 100); }},
    {"invalid: ended too early", [] { return good().end_at(375).revert_at(360); }},
    {"invalid: a page before the fault",
     [] { return good().alert(-120, kSymptom, "auth-oncall"); }},
};

const Built* built(const std::string& name) {
  const auto* found = std::find_if(std::begin(kBuilt), std::end(kBuilt),
                                   [&](const Built& one) { return one.name == name; });
  return found == std::end(kBuilt) ? nullptr : found;
}

fs::path folder_of(const std::string& name) {
  return fs::path(kSourceDir) / "tests/judge/recordings" / name;
}

}  // namespace

std::vector<std::string> real_recordings() {
  std::vector<std::string> all;
  for (const auto& entry : fs::directory_iterator(folder_of(""))) {
    if (entry.is_directory()) all.push_back(entry.path().filename().string());
  }
  std::sort(all.begin(), all.end());
  return all;
}

std::vector<std::string> recordings() {
  auto all = real_recordings();
  for (const Built& one : kBuilt) all.emplace_back(one.name);
  return all;
}

Plan plan_of_recording(const std::string& name) {
  if (const Built* one = built(name)) {
    Plan plan = one->plan();
    plan.run_id = "r1";
    return plan;
  }
  return plan_from_json(read_file(folder_of(name) / "plan.json").value()).value();
}

Recording recording(const std::string& name) {
  Recording r{name, plan_of_recording(name), {}, verdict_of(name), {}};
  if (const Built* one = built(name)) {
    r.history = one->history().build();
    return r;
  }
  r.folder = folder_of(name);
  r.history = read_history(r.folder).value();
  return r;
}

}  // namespace misfire::testing
