#include "fault/shared/retries_off.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

/// The pool's own lines of that keyword say so; without one, it gets one.
void set_line(Edits& edits, const HaproxyConfig& config, const std::string& keyword,
              const std::string& value) {
  const auto lines = lines_with(config.pool_section(), keyword);
  for (const HaproxyLine* line : lines) {
    if (line->words.size() > 1 && (line->word(1) != value || line->words.size() > 2)) {
      edits.push_back(replace_words(*line, 1, value));
    }
  }
  if (lines.empty()) {
    edits.push_back(add_line(config.model(), config.pool_section(), keyword + " " + value));
  }
}

/// "option redispatch" of that section: true, "no option redispatch": false; none: neither.
std::optional<bool> redispatches(const HaproxySection& section) {
  std::optional<bool> said;
  for (const HaproxyLine& line : section.lines) {
    if (line.keyword() == "option" && line.word(1) == "redispatch") said = true;
    if (line.keyword() == "no" && line.word(1) == "option" && line.word(2) == "redispatch") {
      said = false;
    }
  }
  return said;
}

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  const HaproxySection& pool = config.pool_section();
  Edits edits;
  set_line(edits, config, "retries", "0");
  if (redispatches(pool)) {
    for (const HaproxyLine* line : lines_with(pool, "option", "redispatch")) {
      const std::size_t begin = line->words.front().begin;
      edits.push_back({begin, begin, "no "});
    }
    return edits;
  }
  // Nearest first: what a nearer section says counts.
  for (const HaproxySection* defaults : config.model().defaults_of(pool)) {
    const auto said = redispatches(*defaults);
    if (!said) continue;
    if (*said) edits.push_back(add_line(config.model(), pool, "no option redispatch"));
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
