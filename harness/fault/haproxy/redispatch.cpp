#include "fault/haproxy/edits.hpp"

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

}  // namespace

Result<Edits> redispatch_off(const HaproxyConfig& config) {
  const HaproxyModel& model = config.model();
  const HaproxySection& pool = config.pool_section();
  Edits edits;
  const auto own = redispatch(model, pool);
  if (!own) return tl::unexpected(own.error());
  if (own->said()) {
    for (const HaproxyLine* line : own->on) {
      const std::size_t begin = line->words.front().begin;
      edits.push_back({begin, begin, "no "});
    }
    return edits;
  }
  // Nearest first: what a nearer section says counts.
  for (const HaproxySection* defaults : model.defaults_of(pool)) {
    const auto inherited = redispatch(model, *defaults);
    if (!inherited) return tl::unexpected(inherited.error());
    if (!inherited->said()) continue;
    if (inherited->last) edits.push_back(add_line(model, pool, "no option redispatch"));
    break;
  }
  return edits;
}

}  // namespace misfire
