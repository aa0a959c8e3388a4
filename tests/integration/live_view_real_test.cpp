// What a person sees on a terminal while the real misfire runs.
#include <gmock/gmock.h>

#include "integration/misfire_program.hpp"
#include "integration/pseudo_terminal.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> run_february(const Scratch& scratch) {
  return {std::string(kBinDir) + "/misfire",
          "run",
          library("weights/feb-18.toml").string(),
          "--speed",
          "30",
          "--reports",
          (scratch.path() / "reports").string()};
}

int count(const std::string& text, const std::string& part) {
  int found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

/// The lines that only the live block has.
void expect_no_block(const std::string& text) {
  EXPECT_THAT(text, AllOf(Not(HasSubstr("──")), Not(HasSubstr("so far, ")), Not(HasSubstr("▶")),
                          Not(HasSubstr("-- feb"))));
}

/// Looks on until the run ends. Was everything shown that belongs to a run?
bool shows_the_run(PseudoTerminal& terminal) {
  for (const char* shown : {"▶ start", "▶ fill", "▶ baseline", "▶ fault", "model time"}) {
    if (!terminal.until_shown(shown)) return false;
  }
  // Shares, failures and alerts as they change: pending is known from Prometheus alone.
  if (!terminal.until_shown("░ LoginFailureRatioHigh")) return false;
  EXPECT_THAT(terminal.screen().text(),
              AllOf(HasSubstr("Servers    auth1"), HasSubstr("under the fault"),
                    HasSubstr("at most"), HasSubstr("pending")));
  if (!terminal.until_shown("▒ LoginFailureRatioHigh")) return false;
  terminal.resize(50);  // in the middle: the lines become narrower with it
  if (!terminal.until_shown("● LoginFailureRatioH")) return false;
  const int broken = terminal.screen().broken();
  if (!terminal.until_shown("▶ recovery")) return false;
  EXPECT_EQ(terminal.screen().broken(), broken);  // the first frame may be older than the size
  terminal.resize(80);
  terminal.end();
  return true;
}

TEST(LiveTerminal, ShowsTheRunAndLeavesOnlyItsLines) {
  constexpr int kAttempts = 4;  // a busy machine may not keep the pace: such a run has no verdict
  for (int attempt = 1;; ++attempt) {
    const Scratch scratch;
    const auto began = std::chrono::steady_clock::now();
    PseudoTerminal terminal(run_february(scratch),
                            {{"TERM", "xterm-256color"}, {"LANG", "C.UTF-8"}}, 80, 24);
    const bool shown = shows_the_run(terminal);
    const auto took = std::chrono::steady_clock::now() - began;
    const std::string text = terminal.screen().text();
    expect_no_block(text);
    if (terminal.end() == 3 && attempt < kAttempts) continue;
    ASSERT_EQ(terminal.end(), 0) << text;
    EXPECT_TRUE(shown) << terminal.bytes();
    EXPECT_EQ(count(text, "feb-18-weight-skew: One backend"), 1) << text;
    for (const char* line :
         {"witness: auth1 answered", "LoginFailureRatioHigh fires: sent",
          "TrafficImbalance fires: sent", "pass  feb-18-weight-skew", "Wall time"}) {
      EXPECT_THAT(text, HasSubstr(line));
    }
    // No more than five frames a second, and one for each line that wanted to be seen at once.
    const int frames = count(terminal.bytes(), "\033[J");
    EXPECT_GT(frames, 20);
    EXPECT_LE(frames, 5 * std::chrono::duration<double>(took).count() + count(text, "\n"));
    return;
  }
}

TEST(LiveTerminal, CtrlCTakesTheBlockAway) {
  const Scratch scratch;
  PseudoTerminal terminal(run_february(scratch), {{"TERM", "xterm"}, {"LANG", "C.UTF-8"}}, 80, 24);
  ASSERT_TRUE(terminal.until_shown("▶ baseline"));
  terminal.type("\x03");
  EXPECT_EQ(terminal.end(), 130);
  expect_no_block(terminal.screen().text());
  EXPECT_THAT(terminal.screen().rows().back(), HasSubstr("everything was taken down"));
}

TEST(LiveTerminal, CtrlZTakesTheBlockAwayUntilItGoesOn) {
  const Scratch scratch;
  std::string command;
  for (const std::string& word : run_february(scratch)) command += "'" + word + "' ";
  // A shell with job control goes on when its job is stopped.
  PseudoTerminal terminal(
      {"/bin/sh", "-mc", command + "; echo 'the shell goes on'; read key; fg; echo back: $?"},
      {{"TERM", "xterm"}, {"LANG", "C.UTF-8"}}, 80, 24);
  ASSERT_TRUE(terminal.until_shown("▶ baseline")) << terminal.screen().text();
  terminal.type("\x1a");
  ASSERT_TRUE(terminal.until_shown("the shell goes on")) << terminal.screen().text();
  expect_no_block(terminal.screen().text());
  terminal.type("\n");
  ASSERT_TRUE(terminal.until_shown("▶ ")) << terminal.screen().text();
  EXPECT_THAT(terminal.screen().text(), HasSubstr("the shell goes on"));
  terminal.type("\x03");
  EXPECT_TRUE(terminal.until_shown("back: 130")) << terminal.screen().text();
  terminal.end();
  expect_no_block(terminal.screen().text());
}

TEST(LiveTerminal, CtrlZStopsNothingThatNoShellCouldContinue) {
  const Scratch scratch;
  PseudoTerminal terminal(run_february(scratch), {{"TERM", "xterm"}, {"LANG", "C.UTF-8"}}, 80, 24);
  ASSERT_TRUE(terminal.until_shown("▶ baseline"));
  terminal.type("\x1a");
  ASSERT_TRUE(terminal.until_shown("▶ fault")) << terminal.screen().text();
  terminal.type("\x03");
  EXPECT_EQ(terminal.end(), 130);
}

TEST(LiveTerminal, WithoutUtf8AndColourItIsAsciiWithoutColour) {
  const Scratch scratch;
  PseudoTerminal terminal(run_february(scratch),
                          {{"TERM", "xterm"}, {"LC_ALL", "C"}, {"NO_COLOR", "1"}}, 40, 12);
  ASSERT_TRUE(terminal.until_shown("> baseline")) << terminal.screen().text();
  ASSERT_TRUE(terminal.until_shown("auth1  ######"));
  terminal.type("\x03");
  EXPECT_EQ(terminal.end(), 130);
  expect_no_block(terminal.screen().text());
  for (const char c : terminal.bytes()) {
    ASSERT_LT(static_cast<unsigned char>(c), 0x80) << terminal.bytes();
  }
  EXPECT_THAT(terminal.bytes(), Not(::testing::ContainsRegex("\033\\[[0-9;]*m")));
}

TEST(LiveTerminal, ADumbOneGetsLines) {
  const Scratch scratch;
  PseudoTerminal terminal(run_february(scratch), {{"TERM", "dumb"}, {"LANG", "C.UTF-8"}}, 80, 24);
  ASSERT_TRUE(terminal.until_shown("baseline: every part is ready"));
  terminal.type("\x03");
  EXPECT_EQ(terminal.end(), 130);
  EXPECT_THAT(terminal.bytes(), Not(HasSubstr("\033")));
  expect_no_block(terminal.screen().text());
}

TEST(LiveTerminal, ABackgroundJobLeavesTheScreenToTheShell) {
  const Scratch scratch;
  std::string command;
  for (const std::string& word : run_february(scratch)) command += "'" + word + "' ";
  // A shell with job control, which stays the terminal's foreground and waits for a key.
  PseudoTerminal terminal({"/bin/sh", "-mc", command + "& read key; kill -TERM $!; wait $!"},
                          {{"TERM", "xterm"}, {"LANG", "C.UTF-8"}}, 80, 24);
  ASSERT_TRUE(terminal.until_shown("baseline: every part is ready")) << terminal.screen().text();
  terminal.type("\n");
  EXPECT_EQ(terminal.end(), 143);
  EXPECT_THAT(terminal.bytes(), AllOf(Not(HasSubstr("──")), Not(HasSubstr("so far, "))));
}

}  // namespace
}  // namespace misfire
