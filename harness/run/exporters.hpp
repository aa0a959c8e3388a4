// Exporters: parts that tell Prometheus about a balancer which does not do so itself.
#pragma once

#include <optional>
#include <vector>

#include "fault/misconfiguration.hpp"
#include "stack/engine.hpp"

namespace misfire {

struct Inputs;
struct Prepared;
struct System;

/// Whether a scrape job of the balancer goes to an exporter beside it.
bool scrapes_exporter(const System&);

/// What to start once the balancer runs, in this order; nothing for HAProxy.
std::vector<PartSpec> exporter_specs(Engine&, const Inputs&, const Prepared&);

/// Whether the balancer's exporter, the first of them, gets the balancer's metrics, by its own
/// word: Prometheus reaches it whatever the balancer does.
Result<std::optional<MetricsScrape>> exporter_scrape(const Part&, Duration limit);

}  // namespace misfire
