// junit.xml: what CI systems show of a run. A test suite a run, a test case an expectation.
//
// The format has no owner. Two schemas are in use, and what is written here satisfies both: that of
// Ant's JUnit task (JUnit.xsd of windyroad/JUnit-Schema: every suite has package, id, timestamp
// without a zone, hostname, properties, system-out and system-err; at most one of failure, error,
// skipped a case, the first two with a type) and that of Jenkins and Maven Surefire (junit-10.xsd
// of jenkinsci/xunit-plugin: times have at most three decimals). GitLab and GitHub's actions read
// the same subset.
//
//     missed expectation                     <failure>, with what was observed
//     every expectation of an invalid run    <error>, with every reason: it proves nothing
//     what the balancer cannot do            <skipped>
//     a known gap                            <skipped>, with what was observed
//     a run that could not start             one case, <error>
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "judge/judgement.hpp"
#include "report/report.hpp"

namespace misfire {

struct JUnitCase {
  enum class Result { passed, failure, error, skipped };
  std::string name;
  double seconds = 0;
  Result result = Result::passed;
  std::string type;     ///< of a failure or error
  std::string message;  ///< one line
  std::string detail;
};

struct JUnitSuite {
  std::string name;  ///< the scenario; also the class of its cases
  Instant began;
  double seconds = 0;
  std::vector<std::pair<std::string, std::string>> properties;
  std::vector<JUnitCase> cases;
  std::string output;
};

/// One run as judged. A case takes the wall time of the phases in which it was observed.
JUnitSuite junit_suite(const Plan&, const History&, const Judgement&, const RunFacts&);

/// A scenario that did not run: the environment refused, a file is wrong, or not yet.
JUnitSuite junit_not_run(const std::string& scenario, const Errors&, Instant);

/// The document. Whatever the texts hold, it is well-formed: what XML 1.0 cannot hold becomes
/// U+FFFD.
std::string junit_xml(const std::vector<JUnitSuite>&);

}  // namespace misfire
