#include "report/utf8.hpp"

#include <gtest/gtest.h>

#include "report/paint.hpp"

namespace misfire {
namespace {

TEST(Utf8, ReadsOneCharacter) {
  const auto is = [](std::string_view text, char32_t code, std::size_t bytes) {
    const Character c = first_character(text);
    EXPECT_TRUE(c.valid) << text;
    EXPECT_EQ(c.code, code) << text;
    EXPECT_EQ(c.bytes, bytes) << text;
  };
  is("a", 'a', 1);
  is("äx", U'ä', 2);
  is("█x", U'█', 3);
  is("😀x", U'😀', 4);
  is("\U0010FFFF", 0x10FFFF, 4);
}

TEST(Utf8, WhatIsNoCharacterTakesOneByte) {
  for (const char* bad : {"\x80", "\xFF", "\xC3", "\xC3(", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80",
                          "\xE2\x96", "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80",
                          "\xF5\x80\x80\x80", "\xF0\x9F\x98"}) {
    const Character c = first_character(bad);
    EXPECT_FALSE(c.valid) << bad;
    EXPECT_EQ(c.bytes, 1u) << bad;
    EXPECT_EQ(c.code, 0xFFFDu) << bad;
  }
}

TEST(Utf8, InAsciiEveryCharacterKeepsItsWidth) {
  const std::string text = "██·· ▶ ✓ ░▒● 5 → 7 … 日本 ä 😀 e\u0301 \xFF\033[1m";
  const std::string ascii = in_ascii(text);
  EXPECT_EQ(ascii, "##.. > + -=* 5 > 7 ~ ???? ? ?? e ?\033[1m");
  EXPECT_EQ(columns(ascii), columns(text));
}

TEST(Utf8, WidthsCountWideCharactersAndCombiningMarks) {
  EXPECT_EQ(columns("日本"), 4u);
  EXPECT_EQ(columns("e\u0301"), 1u);
  EXPECT_EQ(left("日本語", 4), "日… ");
  EXPECT_EQ(left("日本語", 6), "日本語");
}

TEST(Utf8, NothingThatSteersATerminalIsPrintable) {
  EXPECT_EQ(printable("a\033]0;x\a\u009b31m\x7f\u202e\r b\tc\nd"), "a?]0;x??31m??? b c d");
  EXPECT_EQ(printable("\x9b"
                      "31m\xff ä"),
            "?31m? ä");
}

TEST(Utf8, OfAPaintedTextOnlyPaintAndLinesAreKept) {
  const std::string red = Paint(true)(Ink::red, "no") + "\nyes";
  EXPECT_EQ(printable_lines(red), red);
  EXPECT_EQ(printable_lines(red + "\033[2J\033[35m\u202e\033[1;31\r" + red),
            red + "?[2J?[35m??[1;31?" + red);
  EXPECT_EQ(printable_lines("\n\n"), "\n\n");
  EXPECT_EQ(printable_lines(""), "");
}

}  // namespace
}  // namespace misfire
