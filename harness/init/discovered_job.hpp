// A scrape job whose targets service discovery finds: what it watches, by its name and by the
// labels of the targets that its relabelling keeps, and the values that such a target must have.
// Pure.
#pragma once

#include "init/jobs.hpp"

namespace misfire {

JobGuess guess_discovered(const YamlTree& job, const PoolGuess&, const JobHelpers&);

}  // namespace misfire
