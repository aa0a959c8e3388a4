#include "base/failure.hpp"

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>
#include <system_error>

namespace misfire {
namespace {

TEST(Failure, WhatTheMachineDoesNotGiveHasAWayOut) {
  const Error threads =
      error_of(std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again)));
  EXPECT_EQ(threads.message, "no further thread can be started");
  EXPECT_NE(threads.hint.find("ulimit -u"), std::string::npos);
  EXPECT_EQ(error_of(std::bad_alloc()).message, "there is no memory left");
}

TEST(Failure, AnythingElseIsQuoted) {
  const Error error = error_of(std::runtime_error("out of range"));
  EXPECT_EQ(error.code, ErrorCode::environment);
  EXPECT_EQ(error.message, "misfire failed: out of range");
}

}  // namespace
}  // namespace misfire
