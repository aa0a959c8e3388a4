// Each adapter in containers; skipped without a daemon or the images.
#include "run/conformance.hpp"

namespace misfire {
namespace {

INSTANTIATE_TEST_SUITE_P(Containers, Conformance,
                         ::testing::Values(Candidate{"haproxy", "haproxy.cfg", "docker"},
                                           Candidate{"nginx", "nginx.conf", "docker"}),
                         candidate_name);
INSTANTIATE_TEST_SUITE_P(Containers, Stressing,
                         ::testing::Values(Candidate{"haproxy", "haproxy.cfg", "docker"},
                                           Candidate{"haproxy", "haproxy.cfg", "docker",
                                                     "postgres"}),
                         candidate_name);

}  // namespace
}  // namespace misfire
