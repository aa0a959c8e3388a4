// Each adapter with programs of this machine.
#include "run/conformance.hpp"

namespace misfire {
namespace {

INSTANTIATE_TEST_SUITE_P(Processes, Conformance,
                         ::testing::Values(Candidate{"haproxy", "haproxy.cfg", "process"},
                                           Candidate{"nginx", "nginx.conf", "process"}),
                         candidate_name);

}  // namespace
}  // namespace misfire
