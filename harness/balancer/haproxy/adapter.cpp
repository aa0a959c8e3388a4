#include "balancer/haproxy/adapter.hpp"

#include <fmt/format.h>

#include "balancer/haproxy/config_folder.hpp"
#include "balancer/haproxy/draft.hpp"
#include "balancer/haproxy/environment.hpp"
#include "balancer/haproxy/server_template.hpp"

namespace misfire {
namespace {

constexpr const char* kFile = "haproxy.cfg";

}  // namespace

Result<std::string> HaproxyAdapter::read(const fs::path& path, const Position& named_at) const {
  return read_haproxy_files(path, named_at);
}

Checked<std::unique_ptr<Config>> HaproxyAdapter::parse(std::string text, const std::string& file,
                                                       const std::string& pool) const {
  auto whole = with_servers_written_out(std::move(text), file, pool);
  if (!whole) return tl::unexpected(Errors{whole.error()});
  auto config = HaproxyConfig::parse(std::move(*whole), file, pool);
  if (!config) return tl::unexpected(config.error());
  if (auto missing = missing_files((*config)->model()); !missing.empty()) {
    return tl::unexpected(std::move(missing));
  }
  return std::unique_ptr<Config>(std::move(*config));
}

Result<Wired> HaproxyAdapter::wire(const Config& config, const Wiring& wiring) const {
  const auto* haproxy = dynamic_cast<const HaproxyConfig*>(&config);
  if (haproxy == nullptr) return environment_error("this is not a configuration of HAProxy");
  WiringDraft draft(*haproxy, wiring);
  wire_process(draft);
  if (auto done = wire_outside(draft); !done) return tl::unexpected(done.error());
  const auto entry = find_entry(*haproxy, draft.original());
  if (!entry) return tl::unexpected(entry.error());
  for (const auto wire : {wire_environment, wire_files, wire_stores, wire_addresses, wire_tell}) {
    if (auto done = wire(draft); !done) return tl::unexpected(done.error());
  }
  if (auto done = wire_listeners(draft, *entry); !done) return tl::unexpected(done.error());
  if (auto done = wire_check_kind(draft); !done) return tl::unexpected(done.error());
  wire_check_path(draft);
  wire_scheme(draft, *entry);
  wire_ports(draft, *entry);
  wire_clients(draft, *entry);
  wire_timers(draft);
  wire_timeouts(draft);
  draft.wired.files = draft.own.take();
  return draft.finish(haproxy->text());
}

PartSpec HaproxyAdapter::part(const std::string& text, const Wiring& wiring,
                              const PartFiles& files) const {
  PartSpec spec;
  spec.name = "balancer";
  spec.program = tool_.program();
  // -W: a master that reloads; -db keeps it in the foreground whatever the file says.
  spec.args = {"-W", "-db", "-S", fmt::format("ipv4@{}:{}", wiring.address, wiring.master_port),
               "-f", kFile};
  spec.args.insert(spec.args.end(), more_args_.begin(), more_args_.end());
  spec.files = files;
  spec.files[kFile] = text;
  set_ports(spec, text, wiring);
  if (const auto model = parse_haproxy(text, kFile)) spec.env = handed_on(*model);
  return spec;
}

}  // namespace misfire
