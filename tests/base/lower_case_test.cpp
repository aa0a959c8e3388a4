#include "base/lower_case.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

TEST(LowerCase, IsOfAsciiOnly) {
  EXPECT_EQ(lower_case("Content-TYPE @[`{ Z"), "content-type @[`{ z");
  EXPECT_EQ(lower_case("\xC3\x84\xFF"), "\xC3\x84\xFF");
}

}  // namespace
}  // namespace misfire
