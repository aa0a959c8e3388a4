// alertmanager.yml's part of the subject.
#pragma once

#include "audit/monitoring/subject.hpp"

namespace misfire {

/// Fills routes, receivers and their facts from `subject.alertmanager`.
void read_routing(MonitoringSubject& subject, Errors& errors);

}  // namespace misfire
