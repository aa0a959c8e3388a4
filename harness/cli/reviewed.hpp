// Shows a review on standard error: by `misfire review`, and at the end of a suite.
#pragma once

#include "base/files.hpp"
#include "judge/review.hpp"

namespace misfire {

/// The headline, the holes, the matrix and the figures.
void show_whole(const Review&);

/// Without matrix and figures where they are long. The last line says where the page is; `suite`:
/// its folder, or empty where that could not be written.
void show_end(const Review&, const fs::path& suite);

}  // namespace misfire
