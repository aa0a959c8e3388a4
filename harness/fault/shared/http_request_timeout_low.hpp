// A time for requests that slow clients exceed.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc http_request_timeout_low_doc();
std::int64_t http_request_timeout_ms(const Args&);
/// Shown by the configuration of the serving worker only: clients on good lines send their requests
/// in one piece.
Shown http_request_timeout_low_witness(const Args&, const Observed&);

}  // namespace misfire
