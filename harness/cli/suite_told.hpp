// What came of a suite, told to people and to whomever the options name. Used by the command's one
// thread.
#pragma once

#include "cli/exit_code.hpp"
#include "cli/suite_options.hpp"
#include "run/suite.hpp"

namespace misfire {

/// `earlier` may be null. What cannot be told becomes an error of the suite.
void tell_suite(Suite&, const SuiteOptions&, const EarlierSuite* earlier);

/// A result that did not get to where it was asked for must not look like a success.
void failed_to_tell(Suite&, const Error&);

ExitCode exit_code(const Suite&);

}  // namespace misfire
