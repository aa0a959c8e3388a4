#include "fault/shared/tls_to_plain.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"
#include "fault/shared/evidence.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args&) {
  Edits edits;
  for (const NginxDirective* pass : config.passes()) {
    const NginxWord& word = pass->words[1];
    const std::string plain = "http://";
    if (!word.text.starts_with(plain)) {
      return usage_error("TLS can be switched on by mistake where http:// is written",
                         "choose another fault for this system", config.model().where(*pass, 1));
    }
    const std::size_t begin = word.begin + (word.quoted ? 1 : 0);
    edits.push_back({begin, begin + plain.size(), "https://"});
  }
  return edits;
}

std::string cannot(const Args& args) {
  const auto servers = args.find("servers");
  const bool all = servers == args.end() || std::get<std::string>(servers->second) == "all";
  return all ? "" : "nginx speaks to all servers of an upstream in the same way";
}

Shown witness(const Args&, const Observed& seen) {
  constexpr int kBadGateway = 502;
  constexpr double kAllButStragglers = 0.9;
  return status_witness(seen, {kBadGateway}, kAllButStragglers);
}

}  // namespace

Misconfiguration nginx_tls_to_plain() {
  Misconfiguration fault;
  fault.doc = tls_to_plain_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = witness;
  fault.cannot = cannot;
  return fault;
}

}  // namespace misfire
