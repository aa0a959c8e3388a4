#include "fault/shared/one_server_hash.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

/// As HAProxy writes what the parameter means.
std::string algorithm_of(const std::string& key) {
  return key == "host" ? "hdr(Host)" : key;
}

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const std::string algorithm = algorithm_of(hash_key(args));
  Edits edits;
  const auto lines = certain_lines(config.model(), config.pool_section(), "balance");
  if (!lines) return tl::unexpected(lines.error());
  for (const HaproxyLine* line : *lines) {
    if (line->words.size() > 1 && (line->word(1) != algorithm || line->words.size() > 2)) {
      edits.push_back(replace_words(*line, 1, algorithm));
    }
  }
  if (lines->empty()) {
    edits.push_back(add_line(config.model(), config.pool_section(), "balance " + algorithm));
  }
  return edits;
}

}  // namespace

Misconfiguration haproxy_one_server_hash() {
  Misconfiguration fault;
  fault.doc = one_server_hash_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = one_server_hash_witness;
  return fault;
}

}  // namespace misfire
