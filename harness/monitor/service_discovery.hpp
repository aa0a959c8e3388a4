// How a scrape job finds its targets, made static: files of targets are read, and whatever asks
// another machine (Kubernetes, Consul, a cloud, DNS) is replaced by targets of the stack with the
// labels that the system file gives them, so that the user's relabelling works on what it expects.
#pragma once

#include "monitor/prometheus_jobs.hpp"

namespace misfire {

/// Edits the job: afterwards all of its targets stand in `static_configs`. Mistakes go to `to`.
void make_static(JobRewrite& to, YamlTree& job, const std::string& name, JobRole role);

}  // namespace misfire
