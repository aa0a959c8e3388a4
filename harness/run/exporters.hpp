// Exporters: parts that tell Prometheus about a balancer which does not do so itself.
#pragma once

#include <optional>
#include <string_view>
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

/// What stands in its answer: `nginx_up 1`, with or without labels. Error: nothing of it.
Result<MetricsScrape> scrape_told(std::string_view body);

}  // namespace misfire
