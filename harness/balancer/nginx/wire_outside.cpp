// What would run code, write outside the run's folder, or what only production has: passwords,
// clients' addresses. Refused where the file would mean something else without it,
// otherwise left out.
#include <fmt/format.h>

#include <map>

#include "balancer/nginx/client_zones.hpp"
#include "balancer/nginx/draft.hpp"

namespace misfire {
namespace {

constexpr const char* kWrites = "it would write outside the run's folder";
constexpr const char* kClients = "all logins come from one address here";
constexpr const char* kPassword = "the login driver has no password for it";
constexpr const char* kAddress = "this machine does not have that address";
constexpr const char* kName = "the name of another machine would be looked up";

const std::map<std::string, const char*>& left_out() {
  static const std::map<std::string, const char*> names = {{"dav_methods", kWrites},
                                                           {"create_full_put_path", kWrites},
                                                           {"dav_access", kWrites},
                                                           {"proxy_store", kWrites},
                                                           {"fastcgi_store", kWrites},
                                                           {"scgi_store", kWrites},
                                                           {"uwsgi_store", kWrites},
                                                           {"allow", kClients},
                                                           {"deny", kClients},
                                                           {"auth_basic", kPassword},
                                                           {"auth_basic_user_file", kPassword},
                                                           {"proxy_bind", kAddress},
                                                           {"fastcgi_bind", kAddress},
                                                           {"grpc_bind", kAddress},
                                                           {"scgi_bind", kAddress},
                                                           {"uwsgi_bind", kAddress},
                                                           {"memcached_bind", kAddress}};
  return names;
}

bool is_script(const NginxDirective& directive) {
  const std::string& name = directive.name();
  return name.find("_by_lua") != std::string::npos || name.starts_with("lua_") ||
         name.starts_with("js_") || name.starts_with("perl");
}

bool is_temporary(const std::string& name) {
  return name == "client_body_temp_path" || name == "proxy_temp_path" ||
         name == "fastcgi_temp_path" || name == "uwsgi_temp_path" || name == "scgi_temp_path";
}

/// A name would be looked up, wherever names are looked up here.
bool trusts_a_name(const NginxDirective& directive) {
  const std::string& who = directive.word(1);
  return directive.name() == "set_real_ip_from" && who != "unix:" &&
         who.find(':') == std::string::npos &&
         who.find_first_not_of("0123456789./") != std::string::npos;
}

}  // namespace

Result<void> wire_outside(NginxDraft& draft) {
  const ClientZones zones(draft.model);
  int caches = 0;
  for (const NginxDirective* directive : draft.remaining()) {
    const std::string& name = directive->name();
    if (is_script(*directive)) {
      return usage_error(
          fmt::format("\"{}\" runs a script inside the balancer, which could do anything on this "
                      "machine",
                      name),
          "let [balancer] config name a copy without it and without what uses it",
          draft.model.where(*directive));
    }
    const auto known = left_out().find(name);
    if (known != left_out().end()) {
      draft.leave_out(*directive, known->second);
    } else if (is_temporary(name)) {
      draft.leave_out(*directive, kWrites);
    } else if (zones.limits(*directive)) {
      draft.leave_out(*directive, kClients);
    } else if (trusts_a_name(*directive)) {
      draft.leave_out(*directive, kName);
    } else if (name.ends_with("_cache_path") && directive->words.size() > 1) {
      const std::string here = fmt::format("cache{}", ++caches);
      draft.replace(directive->words[1], here);
      draft.changed(
          fmt::format("{} {} is {} in the part's folder", name, directive->word(1), here));
    }
  }
  const std::string algorithm = draft.config.algorithm();
  if (algorithm == "ip_hash" || algorithm.find("remote_addr") != std::string::npos) {
    draft.limited(fmt::format("upstream {}: \"{}\" sends every login to one server here: {}",
                              draft.config.pool_name(), algorithm, kClients));
  }
  const char* temporary =
      "client_body_temp_path client_body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; "
      "uwsgi_temp_path uwsgi; scgi_temp_path scgi;";
  draft.open_with(draft.config.http(), temporary);
  draft.changed("temporary files stay in the part's folder");
  return {};
}

}  // namespace misfire
