// No corruption of what the judge reads turns a fail or an invalid into a pass. The table of what
// became of which is printed; MISFIRE_SABOTAGE=FILE writes it (docs/sabotage.md), of every variant:
// otherwise it is a sample, a quarter of the positions and a third of the seeds.
#include "judge/sabotage.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>

#include "history/test_folder.hpp"
#include "judge/judging.hpp"

namespace misfire {
namespace {

using namespace testing;

std::vector<Outcomes> all_outcomes;

bool is_whole() {
  return std::getenv("MISFIRE_SABOTAGE") != nullptr;
}

/// The outcomes of one corruption, over all recordings that this process tries it on.
Outcomes& outcomes_of(const std::string& family, const std::string& name) {
  for (Outcomes& one : all_outcomes) {
    if (one.family == family && one.name == name) return one;
  }
  all_outcomes.push_back({family, name, {}});
  return all_outcomes.back();
}

/// Prints what the tests of this process found, and writes it where it is wanted.
class Publish : public ::testing::Environment {
 public:
  void TearDown() override {
    if (all_outcomes.empty()) return;
    const std::string text = table(all_outcomes);
    std::cout << text;
    const char* file = std::getenv("MISFIRE_SABOTAGE");
    if (file == nullptr) return;
    std::ofstream(file)
        << "# Verdict sabotage\n\n"
           "What became of recorded runs when what the judge reads was corrupted: a "
           "line a corruption,\nswept over positions and seeds. Made by\n"
           "`MISFIRE_SABOTAGE=docs/sabotage.md build/dev/bin/test_judge "
           "--gtest_filter='Sabotage*'`\n(tests/judge/sabotage_*.cpp).\n\n"
        << text;
  }
};
const auto* const publish = ::testing::AddGlobalTestEnvironment(new Publish);

/// Corruptions after which the evidence is that of a run that failed, with no second record that
/// says otherwise: all notifications at one receiver, or of an alert that did fire. A pass may
/// become a fail by these, and by no others.
bool shows_a_fail(const Outcomes& outcomes) {
  return outcomes.name == "for the expected receiver instead" ||
         outcomes.name == "of another rule's alert";
}

/// The judged verdict; a pass out of anything else, and a fail out of an invalid, fail the test.
void judge_sabotaged(Outcomes& outcomes, const Recording& r, Verdict before, int variant) {
  const Judgement after = judge(r.plan, r.history);
  note(outcomes, before, after.verdict);
  const std::string what = outcomes.family + ", " + outcomes.name + ", variant " +
                           std::to_string(variant) + " of \"" + r.name + "\"";
  if (before != Verdict::pass) {
    EXPECT_STRNE(to_string(after.verdict), "pass") << what;
  }
  if (before == Verdict::invalid) {
    EXPECT_STREQ(to_string(after.verdict), "invalid") << what << "\n" << joined(after.reasons);
  }
  if (before == Verdict::pass && !shows_a_fail(outcomes)) {
    EXPECT_STRNE(to_string(after.verdict), "fail") << what << "\n" << joined(after.reasons);
  }
}

/// A test a recording, so that ctest runs them side by side.
class SabotageOfFacts : public ::testing::TestWithParam<std::string> {
 protected:
  const Recording original_ = recording(GetParam());
};

std::string test_name(const ::testing::TestParamInfo<std::string>& info) {
  std::string name;
  for (const char c : info.param) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) name += c;
    if (c == '-' || c == ' ') name += '_';
  }
  return name;
}
INSTANTIATE_TEST_SUITE_P(, SabotageOfFacts, ::testing::ValuesIn(recordings()), test_name);

TEST_P(SabotageOfFacts, NoneChangesNothing) {
  const Judgement j = judge(original_.plan, original_.history);
  EXPECT_STREQ(to_string(j.verdict), to_string(original_.verdict)) << joined(j.reasons);
}

TEST_P(SabotageOfFacts, GivesNoPass) {
  for (const Corruption& corruption : sabotaged_facts()) {
    Outcomes& outcomes = outcomes_of(corruption.family, corruption.name);
    for (int variant = 0;; variant += is_whole() ? 1 : 4) {
      Recording r = original_;
      if (!corruption.corrupt(r, variant)) break;
      judge_sabotaged(outcomes, r, original_.verdict, variant);
    }
  }
}

/// What the tests of each recording cannot see of themselves.
TEST(SabotageCatalogue, HasEachVerdictAndEachCorruptionFindsSomethingToCorrupt) {
  std::vector<Recording> all;
  int seen[3] = {};
  for (const std::string& name : recordings()) {
    all.push_back(recording(name));
    ++seen[all.back().verdict == Verdict::pass ? 0 : all.back().verdict == Verdict::fail ? 1 : 2];
  }
  for (const int n : seen) EXPECT_GE(n, 4);
  for (const Corruption& corruption : sabotaged_facts()) {
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](Recording r) {
      return corruption.corrupt(r, 0);
    })) << corruption.name;
  }
}

/// Of files: what was written was lost or changed afterwards. Everything but the whole is invalid.
class FileSabotage {
 public:
  explicit FileSabotage(const Recording& original) : original_(original) {
    history = read_file(original.folder / "history.jsonl").value();
    logins = read_file(original.folder / "logins.bin").value();
  }

  void judge_with(Outcomes& outcomes, const std::string& events, const std::string& records) {
    ASSERT_TRUE(write_file(folder_.path() / "history.jsonl", events));
    ASSERT_TRUE(write_file(folder_.path() / "logins.bin", records));
    auto read = read_history(folder_.path());
    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_FALSE(read->complete) << outcomes.name;
    EXPECT_NE(read->damage, "") << outcomes.name;
    Recording r{original_.name, original_.plan, std::move(*read), original_.verdict, {}};
    const Judgement after = judge(r.plan, r.history);
    note(outcomes, original_.verdict, after.verdict);
    EXPECT_EQ(after.verdict, Verdict::invalid) << outcomes.name << " of " << original_.name;
    EXPECT_FALSE(after.reasons.empty());
  }

  std::string history, logins;

 private:
  const Recording& original_;
  TestFolder folder_;
};

constexpr std::size_t kHeader = 64, kRecord = 40;

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at) + 1;
    all.push_back(text.substr(at, end - at));
    at = end;
  }
  return all;
}

std::vector<std::string> records(const std::string& bytes) {
  std::vector<std::string> all;
  for (std::size_t at = kHeader; at < bytes.size(); at += kRecord) {
    all.push_back(bytes.substr(at, kRecord));
  }
  return all;
}

std::string join(const std::vector<std::string>& pieces, std::string text = {}) {
  for (const std::string& piece : pieces) text += piece;
  return text;
}

using Pieces = std::vector<std::string>;
/// What can become of a file's pieces at place i of them.
const std::vector<std::pair<const char*, void (*)(Pieces&, std::size_t)>> kPieces{
    {"missing", [](Pieces& p, std::size_t i) { p.erase(p.begin() + static_cast<long>(i)); }},
    {"doubled", [](Pieces& p, std::size_t i) { p.insert(p.begin() + static_cast<long>(i), p[i]); }},
    {"exchanged", [](Pieces& p, std::size_t i) { std::swap(p[i], p[i + 1]); }},
    {"missing from here on", [](Pieces& p, std::size_t i) { p.resize(i); }},
};

class SabotageOfFiles : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(, SabotageOfFiles, ::testing::ValuesIn(real_recordings()), test_name);

TEST_P(SabotageOfFiles, IsInvalid) {
  const auto all = real_recordings();
  ASSERT_GE(all.size(), 6u);
  const auto n =
      static_cast<std::size_t>(std::find(all.begin(), all.end(), GetParam()) - all.begin());
  std::mt19937 random(static_cast<unsigned>(7 + n));
  const auto below = [&](std::size_t most) { return static_cast<std::size_t>(random()) % most; };
  const auto outcomes = [&](const std::string& name) -> Outcomes& {
    return outcomes_of("files", name);
  };
  const Recording original = recording(GetParam()), another = recording(all[(n + 1) % all.size()]);
  FileSabotage file(original);
  const FileSabotage other(another);
  for (int seed = 0; seed < (is_whole() ? 6 : 2); ++seed) {
    for (const auto& [name, change] : kPieces) {
      auto text = lines(file.history);
      change(text, below(text.size() - 1));
      file.judge_with(outcomes(std::string("line of history.jsonl ") + name), join(text),
                      file.logins);
      auto bytes = records(file.logins);
      change(bytes, below(bytes.size() - 1));
      file.judge_with(outcomes(std::string("record of logins.bin ") + name), file.history,
                      join(bytes, file.logins.substr(0, kHeader)));
    }
    auto flipped = file.history;
    flipped[below(flipped.size())] ^= static_cast<char>(1 << below(8));
    file.judge_with(outcomes("a bit of history.jsonl flipped"), flipped, file.logins);
    auto bits = file.logins;
    bits[kHeader + below(bits.size() - kHeader)] ^= static_cast<char>(1 << below(8));
    file.judge_with(outcomes("a bit of logins.bin flipped"), file.history, bits);
    const std::size_t cut = below(file.history.size());
    file.judge_with(outcomes("history.jsonl cut"), file.history.substr(0, cut), file.logins);
    file.judge_with(outcomes("history.jsonl's tail zeroed"),
                    file.history.substr(0, cut) + std::string(file.history.size() - cut, '\0'),
                    file.logins);
    const std::size_t shorter = below(file.logins.size());
    file.judge_with(outcomes("logins.bin cut"), file.history, file.logins.substr(0, shorter));
    file.judge_with(
        outcomes("logins.bin's tail zeroed"), file.history,
        file.logins.substr(0, shorter) + std::string(file.logins.size() - shorter, '\0'));
    auto foreign = lines(file.history);
    const auto others = lines(other.history);
    const std::size_t from = 1 + below(std::min(foreign.size(), others.size()) - 2);
    foreign.resize(from);
    foreign.insert(foreign.end(), others.begin() + static_cast<long>(from), others.end());
    file.judge_with(outcomes("history.jsonl goes on as another run's"), join(foreign), file.logins);
  }
  file.judge_with(outcomes("history.jsonl empty"), "", file.logins);
  file.judge_with(outcomes("logins.bin empty"), file.history, "");
}

/// Whole files that do not belong together: each is in order, so only the judge can see it.
TEST_P(SabotageOfFiles, OfAnotherRunIsInvalid) {
  const Recording original = recording(GetParam());
  for (const std::string& name : real_recordings()) {
    if (name == GetParam()) continue;
    Recording mixed = original;
    mixed.history.logins = recording(name).history.logins;
    judge_sabotaged(outcomes_of("files", "another run's logins.bin"), mixed, original.verdict, 0);
  }
}

}  // namespace
}  // namespace misfire
