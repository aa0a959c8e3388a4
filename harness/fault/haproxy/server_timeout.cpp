#include "fault/shared/server_timeout.hpp"

#include <fmt/format.h>

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  // With its unit: HAProxy would read a bare number as milliseconds, people as anything.
  const std::string time = fmt::format("{}ms", timeout_ms(args));
  Edits edits;
  const auto lines = certain_lines(config.model(), config.pool_section(), "timeout", "server");
  if (!lines) return tl::unexpected(lines.error());
  for (const HaproxyLine* line : *lines) {
    if (line->words.size() > 2 && line->word(2) != time) {
      edits.push_back(replace_words(*line, 2, time));
    }
  }
  if (lines->empty()) {
    edits.push_back(add_line(config.model(), config.pool_section(), "timeout server " + time));
  }
  return edits;
}

}  // namespace

Misconfiguration haproxy_server_timeout() {
  Misconfiguration fault;
  fault.doc = server_timeout_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = server_timeout_witness;
  return fault;
}

}  // namespace misfire
