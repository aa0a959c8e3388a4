#include "watch/target.hpp"

#include "watch/haproxy/target.hpp"
#include "watch/nginx/target.hpp"

namespace misfire::watch {

Checked<std::unique_ptr<Target>> make_target(const System& system) {
  const WatchSpec& watch = system.watch;
  Errors errors;
  const auto missing = [&](const Position& where, std::string message, std::string hint) {
    errors.push_back({ErrorCode::usage, std::move(message), std::move(hint),
                      where.file.empty() ? Position{system.file} : where});
  };
  if (system.balancer.config.empty()) {
    missing(system.balancer.where, "the system names no configuration file of a balancer",
            "write config = \"/etc/haproxy/haproxy.cfg\" into [balancer]");
  }
  if (system.balancer.kind == "haproxy") {
    if (!watch.runtime_api) {
      missing(watch.where, "HAProxy's Runtime API is not known",
              "write runtime_api = \"unix:/run/haproxy/admin.sock\" into [watch], or give "
              "--runtime-api");
    }
    if (!errors.empty()) return tl::unexpected(std::move(errors));
    return std::unique_ptr<Target>(
        std::make_unique<HaproxyTarget>(system.balancer.config, *watch.runtime_api));
  }
  if (!watch.status_page && watch.pid_file.empty()) {
    missing(watch.where, "neither nginx's status page nor its pid file is known",
            "write status_page = \"http://127.0.0.1:8080/nginx_status\" and pid_file = "
            "\"/run/nginx.pid\" into [watch]");
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return std::unique_ptr<Target>(
      std::make_unique<NginxTarget>(system.balancer.config, watch.status_page, watch.pid_file));
}

}  // namespace misfire::watch
