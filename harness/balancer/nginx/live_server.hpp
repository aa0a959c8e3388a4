// nginx itself tells nothing of its servers. So each configuration carries a server for the harness
// that tells what the configuration is made of: whoever answers is a worker of that generation.
// This is evidence of what runs, but, unlike HAProxy's, not of what nginx thinks of a server right
// now.
//
// Generations take turns at two ports. Once the new one's answers and the old one's refuses, no
// worker of the old generation takes connections any more, since a worker closes all of its
// listeners at once.
#pragma once

#include <string>
#include <string_view>

#include "balancer/balancer.hpp"
#include "balancer/nginx/config.hpp"

namespace misfire {

/// How a server of the pool is called, and where it is here.
struct LiveName {
  std::string name, address;
};

/// The server block of the first generation, on one line.
std::string live_server(const NginxConfig&, const std::vector<LiveName>&, const std::string& listen,
                        const std::string& mark);

/// The same configuration as another generation: its harness's server listens at `to` instead of
/// `from`. Error: the text has no such server.
Result<std::string> as_generation(std::string text, const Endpoint& from, const Endpoint& to,
                                  int generation);

struct NginxLive {
  int generation = 0;
  LiveState state;
};
/// What such a server answers. Errors: something else answered.
Result<NginxLive> parse_live_answer(std::string_view body);

}  // namespace misfire
