#include "base/error.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

TEST(ErrorText, BeginsWithThePlaceAndEndsWithTheHint) {
  EXPECT_EQ(to_string(Error{ErrorCode::usage, "wrong", "do this", Position{"f", 1, 2}}),
            "f:1:2: wrong\n  do this");
  EXPECT_EQ(to_string(Error{ErrorCode::usage, "wrong", {}, Position{"f", 1}}), "f:1: wrong");
  EXPECT_EQ(to_string(Error{ErrorCode::usage, "wrong", {}, Position{"f"}}), "f: wrong");
  EXPECT_EQ(to_string(Error{ErrorCode::usage, "wrong"}), "wrong");
}

// A name of a scenario could otherwise clear the screen or retitle the window of whoever reads a
// log.
TEST(ErrorText, HoldsNoControlCharacterThatATerminalWouldObey) {
  EXPECT_EQ(to_string(Error{ErrorCode::usage, "a\x1b[2Jb\x07\tc\r", "d\x7F", Position{"f\x01"}}),
            "f\\x01: a\\x1b[2Jb\\x07 c\\x0d\n  d\\x7f");
  EXPECT_EQ(to_string(Error{ErrorCode::usage, "über 5 °"}), "über 5 °");
}

// A name with a line of its own could otherwise forge a message, or tell GitHub something: that
// takes "::error" for a command wherever in its line it is the first word.
TEST(ErrorText, NoFurtherLineOfAQuotedTextStandsForItself) {
  EXPECT_EQ(to_string(Error{ErrorCode::usage, "it says:\n  ::error::a\n\nb\n", "no \"x\n::y\"?",
                            Position{"f\n::z", 1}}),
            "f\n  | ::z:1: it says:\n  |   ::error::a\n  | b\n  no \"x\n  | ::y\"?");
}

}  // namespace
}  // namespace misfire
