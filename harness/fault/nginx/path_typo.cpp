#include "fault/shared/path_typo.hpp"

#include <fmt/format.h>

#include "balancer/nginx/location.hpp"
#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const auto typo = misspelt_path(args);
  if (!typo) return tl::unexpected(typo.error());
  const std::string path = right_path(args);
  Edits edits;
  for (const NginxDirective* pass : config.passes()) {
    const NginxDirective* location = location_of(config.model(), *pass);
    if (location == nullptr) continue;
    const NginxWord& word = location->words.back();
    if (word.text.starts_with(path)) {
      edits.push_back({word.begin, word.end, *typo + word.text.substr(path.size())});
    }
  }
  if (!edits.empty()) return edits;
  return usage_error(
      fmt::format("no location of {} leads to the upstream \"{}\", so it cannot be misspelt", path,
                  config.pool_name()),
      "path names the path of the logins as the location has it",
      config.model().where(config.upstream()));
}

}  // namespace

Misconfiguration nginx_path_typo() {
  Misconfiguration fault;
  fault.doc = path_typo_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = path_typo_witness;
  return fault;
}

}  // namespace misfire
