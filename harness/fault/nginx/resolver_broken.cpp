#include "fault/shared/resolver_broken.hpp"

#include <fmt/format.h>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"
#include "fault/shared/checks.hpp"
#include "fault/shared/evidence.hpp"

namespace misfire {
namespace {

constexpr int kBadGateway = 502, kNoAnswer = 0;
constexpr double kNearlyEverybody = 0.8;

/// A name in a variable is looked up with each request, and no longer when nginx starts.
Result<Edits> edit(const NginxConfig& config, const Args&) {
  const PoolServer& server = config.pool().front();
  if (!is_to_be_resolved(server.address)) {
    return usage_error(fmt::format("{} is at \"{}\", which is no name: nobody looks it up",
                                   server.name, server.address),
                       "this fault needs servers that are known by name", server.where);
  }
  const std::string variable = "$" + fresh_name(config, "login_server");
  Edits edits;
  for (const NginxDirective* pass : config.passes()) {
    const NginxWord& word = pass->words[1];
    const NginxTarget target = parse_nginx_target(word.text);
    if (target.host.starts_with('$') || target.scheme != "http://") {
      return usage_error("only a plain proxy_pass http://… can be given a name to look up",
                         "choose another fault for this system", config.model().where(*pass, 1));
    }
    const std::size_t begin = word.begin + (word.quoted ? 1 : 0) + target.at;
    edits.push_back({begin, begin + target.host.size(), variable});
  }
  add(edits, add_where_passed(config,
                              fmt::format("set {} {}:{};", variable, server.address, server.port)));
  add(edits, set_around_passes(config, "resolver", kNobodysAddress));
  add(edits, set_around_passes(config, "resolver_timeout", "5s"));
  return edits;
}

Shown witness(const Args&, const Observed& seen) {
  return both(status_witness(seen, {kBadGateway, kNoAnswer}, kNearlyEverybody),
              configuration_witness(seen, "names in variables and a resolver that is gone"));
}

}  // namespace

Misconfiguration nginx_resolver_broken() {
  Misconfiguration fault;
  fault.doc = resolver_broken_doc();
  fault.lacks = lacks_names;
  fault.edit = of<NginxConfig, edit>;
  fault.witness = witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
