#include <fmt/format.h>

#include "base/duration.hpp"
#include "monitor/probe_demands.hpp"
#include "monitor/prometheus_jobs.hpp"
#include "monitor/promql_scale.hpp"
#include "monitor/render.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {
namespace {

// Below this a login cannot be told from a hanging one: its service time does not scale.
constexpr auto kShortestTimeout = std::chrono::milliseconds(200);
// What a module without a timeout gets from Prometheus's header: its scrape_timeout, by default 10
// s.
constexpr ModelDuration kDefaultTimeout{std::chrono::seconds(10)};

/// Whether keys can be set in it; the exporter reads null as an empty map.
bool check_map(const std::string& what, const YamlTree& tree, Errors& errors) {
  if (tree.is_map() || tree.is_null()) return true;
  errors.push_back({ErrorCode::usage, what + " must be a map", {}, tree.where()});
  return false;
}

bool check_module(const std::string& name, const YamlTree& module, Errors& errors) {
  const std::string what = fmt::format("blackbox module \"{}\"", name);
  if (!check_map(what, module, errors)) return false;
  const YamlTree* http = module.find("http");
  return http == nullptr || check_map(what + ": http", *http, errors);
}

/// Takes out of a module what would lead its probes to another machine.
void stay_here(const std::string& name, YamlTree& module, std::vector<std::string>& changes) {
  if (module.get("prober") != "http") return;
  YamlTree* http = module.find("http");
  if (http == nullptr) http = &module.set("http", YamlTree::map());
  for (const char* key : {"proxy_url", "proxy_from_environment", "proxy_connect_header", "no_proxy",
                          "oauth2", "tls_config"}) {
    if (http->erase(key)) {
      changes.push_back(fmt::format("blackbox module \"{}\": without {}", name, key));
    }
  }
  // A redirect may name any host; followed, it would leave the machine.
  http->set("follow_redirects", YamlTree::plain("false"));
  changes.push_back(fmt::format("blackbox module \"{}\": redirects are not followed", name));
}

}  // namespace

Checked<RenderedBlackbox> render_blackbox(const System& system, double speed) {
  RenderedBlackbox out;
  const fs::path& file = system.monitoring.blackbox;
  if (file.empty()) {
    for (const auto& [job, role] : system.monitoring.jobs) {
      if (role != JobRole::probe) continue;
      return tl::unexpected(
          Errors{{ErrorCode::usage,
                  fmt::format("the job \"{}\" is a probe, but no blackbox file is given", job),
                  "add blackbox = \"…/blackbox.yml\" to [monitoring]", system.monitoring.where}});
    }
    return out;
  }
  auto tree = read_yaml(file, system.monitoring.blackbox_where);
  if (!tree) return tl::unexpected(Errors{tree.error()});
  YamlTree* modules = tree->find("modules");
  if (!modules || !modules->is_map()) {
    return tl::unexpected(
        Errors{{ErrorCode::usage, "a blackbox file has a map `modules`",
                "modules: { login: { prober: http } }", Position{file.string(), 1, 1}}});
  }
  Errors errors;
  for (auto& [name, module] : modules->entries) {
    if (!check_module(name, module, errors)) continue;
    drop_unmet_demands(name, module, system.backends.own.has_value(), out.changes);
    stay_here(name, module, out.changes);
    const ModelDuration timeout = duration_at(module, "timeout", kDefaultTimeout, errors);
    auto scaled = std::chrono::round<std::chrono::milliseconds>(to_wall(timeout, speed));
    const bool floor = scaled < kShortestTimeout && timeout.value > scaled;
    if (floor) scaled = std::min(kShortestTimeout, timeout.value);
    module.set("timeout", YamlTree::plain(fmt::format("{}ms", scaled.count())));
    out.changes.push_back(fmt::format("blackbox module \"{}\": timeout {} becomes {} ms{}", name,
                                      format_duration(timeout), scaled.count(),
                                      floor ? ", the shortest that a login needs" : ""));
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  out.files["blackbox.yml"] = emit_yaml(*tree);
  out.origins["blackbox.yml"] = origin_of(*tree, out.files["blackbox.yml"], file.string());
  // Its default offset of half a second is more than a scaled scrape lasts: every probe would fail.
  out.flags = {"--config.file=blackbox.yml", "--timeout-offset=0", "--log.level=warn"};
  return out;
}

}  // namespace misfire
