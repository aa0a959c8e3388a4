// Exporters: parts that tell Prometheus about a balancer which does not do so itself.
#pragma once

#include <vector>

#include "stack/engine.hpp"

namespace misfire {

struct Inputs;
struct Prepared;
struct System;

/// Whether a scrape job of the balancer goes to an exporter beside it.
bool scrapes_exporter(const System&);

/// What to start once the balancer runs, in this order; nothing for HAProxy.
std::vector<PartSpec> exporter_specs(Engine&, const Inputs&, const Prepared&);

}  // namespace misfire
