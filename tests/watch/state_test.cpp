// The state file: what was approved comes back, and never comes back wrong.
#include <gtest/gtest.h>

#include "watch/state.hpp"

namespace misfire::watch {
namespace {

Approved approved() {
  const Facts facts = {{kBalancer, {{Aspect::file, "d1"}}},
                       {{"auth", ""}, {{Aspect::algorithm, "roundrobin"}}},
                       {{"auth", "a1"}, {{Aspect::presence, "present"}, {Aspect::weight, "100"}}}};
  return {from_nanos(1'700'000'000'123'456'789), facts, facts};
}

Notes notes() {
  return {
      Loaded{"pid 7", "d1", approved().file},
      {{{{"auth", "a1"}, Aspect::weight, Against::file, "50", "100", "100"}, from_nanos(5), true},
       {{kBalancer, Aspect::file, Against::approved, "d2", "d2", "d1"}, from_nanos(6), false}}};
}

class State : public ::testing::Test {
 protected:
  State() {
    std::string name = (fs::temp_directory_path() / "misfire-state-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    file_ = StateFile(folder_ / "state.json");
  }
  ~State() override { fs::remove_all(folder_); }
  fs::path folder_;
  StateFile file_{""};
};

TEST_F(State, ComesBackAsItWasKept) {
  ASSERT_TRUE(file_.approve(approved()));
  ASSERT_TRUE(file_.note(notes()));
  EXPECT_EQ(file_.approved().value(), approved());
  EXPECT_EQ(file_.notes(), notes());
}

TEST_F(State, IsNothingBeforeTheFirstApproval) {
  ASSERT_TRUE(file_.approved());
  EXPECT_FALSE(file_.approved().value());
  EXPECT_EQ(file_.notes(), Notes{});
}

TEST_F(State, CutAnywhereIsAnErrorThatNamesTheFile) {
  const std::string whole = encode(approved());
  for (std::size_t at = 0; at + 1 < whole.size(); ++at) {  // the last byte is a line feed
    for (const bool zeroed : {false, true}) {
      const std::string tail(zeroed ? whole.size() - at : 0, '\0');
      const auto read = decode_approved(whole.substr(0, at) + tail, "state.json");
      ASSERT_FALSE(read) << at;
      ASSERT_EQ(to_string(read.error()).find("state.json: "), 0u) << at;
    }
  }
}

TEST_F(State, NotesThatAreCutAreNone) {
  const std::string whole = encode(notes());
  for (std::size_t at = 0; at + 1 < whole.size(); ++at) {
    EXPECT_FALSE(decode_notes(whole.substr(0, at), "notes")) << at;
  }
  ASSERT_TRUE(write_file(file_.notes_path(), whole.substr(0, whole.size() / 2)));
  EXPECT_EQ(file_.notes(), Notes{});
}

TEST_F(State, OfANewerMisfireIsRefused) {
  std::string text = encode(approved());
  text.replace(text.find("\"schema\": 1"), 11, "\"schema\": 2");
  const auto read = decode_approved(text, "state.json");
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("schema"), std::string::npos);
}

TEST_F(State, OfWrongTypesOrWordsIsAnErrorNotACrash) {
  for (const char* text :
       {"[]", "null", "7", "{}", R"({"schema":1})", R"({"schema":1,"at":"x"})",
        R"({"schema":1,"at":1,"file":{"a":7},"running":{}})",
        R"({"schema":1,"at":1e300,"file":{},"running":{}})",
        R"({"schema":1,"at":1,"file":{"a":{"b":{"colour":"red"}}},"running":{}})"}) {
    EXPECT_FALSE(decode_approved(text, "f")) << text;
  }
}

}  // namespace
}  // namespace misfire::watch
