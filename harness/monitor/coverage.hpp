// Data for the whole time: which targets Prometheus scraped too seldom between two instants.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/http_client.hpp"

namespace misfire {

/// One sentence per target with less than nine tenths of the scrapes that its interval asks for.
/// A target that answers with errors is scraped, too (its `up` is 0): only silence counts.
Result<std::vector<std::string>> scrape_gaps(const Endpoint& prometheus, Instant from, Instant to,
                                             Duration limit);

}  // namespace misfire
