#include "fault/shared/process_limit.hpp"

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const std::string limit = std::to_string(process_connections(args));
  const HaproxySection* global = nullptr;
  Edits edits;
  for (const HaproxySection& section : config.model().sections) {
    if (section.kind != "global") continue;
    if (global == nullptr) global = &section;
    if (lines_with(section, "maxconn").empty()) continue;
    auto set = set_line(config.model(), section, "maxconn", "", limit);
    if (!set) return set;
    add(edits, std::move(*set));
    global = &section;
  }
  if (global == nullptr) return Edits{{0, 0, "global\n    maxconn " + limit + "\n\n"}};
  if (!lines_with(*global, "maxconn").empty()) return edits;
  return set_line(config.model(), *global, "maxconn", "", limit);
}

}  // namespace

Misconfiguration haproxy_process_limit() {
  Misconfiguration fault;
  fault.doc = process_limit_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = process_limit_witness;
  return fault;
}

}  // namespace misfire
