// What nginx's own container image brings along: a main file that includes conf.d, and templates
// that it fills in when it starts.
#pragma once

#include "init/deployments.hpp"

namespace misfire {

/// Files that such a container has besides those that are mounted: path in it → text. Empty: it is
/// no nginx, has a main file of its own, or nothing of its pool is mounted. Mounts' sources are
/// absolute.
std::map<std::string, std::string> files_of_nginx_image(const Deployed&);

inline constexpr char kNginxMain[] = "/etc/nginx/nginx.conf";

}  // namespace misfire
