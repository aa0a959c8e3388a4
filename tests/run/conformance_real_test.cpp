// Each adapter with programs of this machine.
#include "run/conformance.hpp"

namespace misfire {
namespace {

INSTANTIATE_TEST_SUITE_P(Processes, Conformance,
                         ::testing::Values(Candidate{"haproxy", "haproxy.cfg", "process"},
                                           Candidate{"nginx", "nginx.conf", "process"}),
                         candidate_name);

// PostgreSQL must not be root, and under the thread sanitizer root cannot be somebody else.
#ifdef __SANITIZE_THREAD__
constexpr char kStore[] = "sqlite";
#else
constexpr char kStore[] = "postgres";
#endif

// With a store that is a server, and one that is a file; with an exporter, and without.
INSTANTIATE_TEST_SUITE_P(Processes, Stressing,
                         ::testing::Values(Candidate{"haproxy", "haproxy.cfg", "process", kStore},
                                           Candidate{"nginx", "nginx.conf", "process"}),
                         candidate_name);

}  // namespace
}  // namespace misfire
