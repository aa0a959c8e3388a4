#include <fmt/format.h>

#include <map>
#include <set>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"
#include "base/lower_case.hpp"

namespace misfire::nginx_audit {
namespace {

/// Why a name server is asked for this host; "" when it is not, or that is not known.
class Hosts {
 public:
  explicit Hosts(const NginxModel& model) {
    for (const NginxPool& pool : nginx_pools(model)) upstreams_.insert(lower_case(pool.name()));
    for (const NginxDirective& directive : model.directives()) {
      const auto [variable, word] = assignment(model, directive);
      if (word != nullptr) values_[variable].push_back(word->text);
    }
  }

  std::string asked_for(const std::string& host) const {
    const std::string low = lower_case(host);
    if (!low.starts_with('$')) return {};  // resolved at the start
    const std::string name = variable_name(low);
    if (is_of_request(name)) return host;
    const auto values = values_.find(name);
    if (values == values_.end()) return {};
    for (const std::string& value : values->second) {
      const std::string held = lower_case(parse_nginx_target(value).host);
      const bool plain = !held.empty() && held.find('$') == held.npos;
      if (plain && !is_address(held) && !upstreams_.contains(held)) return value;
    }
    return {};
  }

 private:
  static bool is_of_request(const std::string& name) {
    return name == "host" || name == "http_host" || name.starts_with("arg_") ||
           name.starts_with("cookie_") || name == "ssl_preread_server_name";
  }

  std::set<std::string> upstreams_;
  std::map<std::string, std::vector<std::string>> values_;
};

std::vector<Place> check(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  const NginxSettings settings(model);
  const Hosts hosts(model);
  std::vector<Place> places;
  for (const NginxDirective* pass : nginx_passes(model)) {
    const std::string asked = hosts.asked_for(parse_nginx_target(pass->word(1)).host);
    if (asked.empty() || !all_levels_known(model, *pass)) continue;
    if (settings.in_force(model.parent(*pass), "resolver") != nullptr) continue;
    places.push_back(place_of(
        model, *pass, 1,
        fmt::format("{} is looked up with each request, and no resolver is set: \"no resolver "
                    "defined\", and 502",
                    asked)));
  }
  return places;
}

}  // namespace

NginxRule no_resolver() {
  return {
      {.id = "nginx/no-resolver",
       .severity = Severity::error,
       .title = "A variable in a …_pass without a resolver",
       .why = "A host name in a variable is looked up while a request waits. nginx does not read "
              "/etc/resolv.conf for it: without `resolver` every such request is answered with "
              "502, and nginx -t says nothing.",
       .incident = "24 September 2025: an nginx with one upstream and a failing resolver, noticed "
                   "after 3 minutes, lasted 18.",
       .fix = "resolver with two name servers and a short valid=, in http or in that location; "
              "or an upstream whose name the variable holds.",
       .bad = "set $backend auth.example.com;\nproxy_pass http://$backend;",
       .good = "resolver 10.0.0.2 10.0.0.3 valid=10s;\nset $backend auth.example.com;\n"
               "proxy_pass http://$backend;",
       .topic = Topic::routing},
      check};
}

}  // namespace misfire::nginx_audit
