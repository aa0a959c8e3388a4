#include "fault/shared/retries_off.hpp"

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

/// What a section says of redispatching.
struct Redispatch {
  HaproxyLines on, off;  ///< "option redispatch", "no option redispatch"
  bool last = false;     ///< which of them comes last, and counts
  bool said() const { return !on.empty() || !off.empty(); }
};

Result<Redispatch> redispatch(const HaproxyModel& model, const HaproxySection& section) {
  Redispatch found;
  for (const HaproxyLine& line : section.lines) {
    const bool on = line.keyword() == "option" && line.word(1) == "redispatch";
    const bool off =
        line.keyword() == "no" && line.word(1) == "option" && line.word(2) == "redispatch";
    if (!on && !off) continue;
    if (auto counts = must_count(model, line); !counts) return tl::unexpected(counts.error());
    (on ? found.on : found.off).push_back(&line);
    found.last = on;
  }
  return found;
}

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  const HaproxySection& pool = config.pool_section();
  auto edits = set_line(config.model(), pool, "retries", "", "0");
  if (!edits) return edits;
  const auto own = redispatch(config.model(), pool);
  if (!own) return tl::unexpected(own.error());
  if (own->said()) {
    for (const HaproxyLine* line : own->on) {
      const std::size_t begin = line->words.front().begin;
      edits->push_back({begin, begin, "no "});
    }
    return edits;
  }
  // Nearest first: what a nearer section says counts.
  for (const HaproxySection* defaults : config.model().defaults_of(pool)) {
    const auto inherited = redispatch(config.model(), *defaults);
    if (!inherited) return tl::unexpected(inherited.error());
    if (!inherited->said()) continue;
    if (inherited->last) edits->push_back(add_line(config.model(), pool, "no option redispatch"));
    break;
  }
  return edits;
}

}  // namespace

Misconfiguration haproxy_retries_off() {
  Misconfiguration fault;
  fault.doc = retries_off_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = retries_off_witness;
  return fault;
}

}  // namespace misfire
