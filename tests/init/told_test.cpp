#include "init/told.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

TEST(GuessText, NamesBeginNoLinesOfTheirOwn) {
  Guess guess;
  guess.people.ignore = {"W\n  - all is well"};
  guess.check = {"p\n  - nothing"};
  const std::string text = guess_text(guess, Survey{}, "/repository");
  EXPECT_THAT(text, testing::HasSubstr("  ignored       W   - all is well  (they always fire)\n"));
  EXPECT_THAT(text, testing::HasSubstr("\n  - p   - nothing\n"));
}

}  // namespace
}  // namespace misfire
