#include "fault/shared/server_twice.hpp"

#include <algorithm>

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto server = doubled_server(args, config.pool().size());
  if (!server) return tl::unexpected(server.error());
  const HaproxyLine& line = config.server_line(*server);
  const auto written = [&](std::size_t word) {
    return config.text().substr(line.words[word].begin,
                                line.words[word].end - line.words[word].begin);
  };
  std::string text = "server " + written(1) + suffix_of_double(config, *server);
  const auto params = server_params(line);
  for (std::size_t i = 2; i < line.words.size(); ++i) {
    // Numbers are one server's.
    const bool number = std::any_of(params.begin(), params.end(), [&](const HaproxyParam& param) {
      return param.name == "id" && param.first <= i && i <= param.last;
    });
    if (number) continue;
    text +=
        " " + config.text().substr(line.words[i].begin, line.words[i].end - line.words[i].begin);
  }
  return Edits{add_line_after(config.model(), line, text)};
}

}  // namespace

Misconfiguration haproxy_server_twice() {
  Misconfiguration fault;
  fault.doc = server_twice_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = server_twice_witness;
  return fault;
}

}  // namespace misfire
