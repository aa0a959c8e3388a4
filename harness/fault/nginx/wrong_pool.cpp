#include "fault/shared/wrong_pool.hpp"

#include <fmt/format.h>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args&) {
  OtherUpstream other = other_upstream(config);
  Edits edits = std::move(other.edits);
  for (const NginxDirective* pass : config.passes()) {
    const NginxWord& word = pass->words[1];
    const NginxTarget target = parse_nginx_target(word.text);
    if (target.host.starts_with('$')) {
      return usage_error(
          fmt::format("where this leads depends on the variable {}, so that it cannot lead wrong "
                      "by a mistake here",
                      target.host),
          "choose another fault for this system", config.model().where(*pass, 1));
    }
    const std::size_t begin = word.begin + (word.quoted ? 1 : 0) + target.at;
    edits.push_back({begin, begin + target.host.size(), other.name});
  }
  return edits;
}

}  // namespace

Misconfiguration nginx_wrong_pool() {
  Misconfiguration fault;
  fault.doc = wrong_pool_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = wrong_pool_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
