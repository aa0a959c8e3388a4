#include "balancer/nginx/adapter.hpp"

#include "balancer/nginx/draft.hpp"
#include "balancer/nginx/includes.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

constexpr const char* kFile = "nginx.conf";

}  // namespace

Result<std::string> NginxAdapter::read(const fs::path& path, const Position& named_at) const {
  return read_user_file(path, named_at);
}

Checked<std::unique_ptr<Config>> NginxAdapter::parse(std::string text, const std::string& file,
                                                     const std::string& pool) const {
  auto whole = with_includes(std::move(text), file);
  if (!whole) return tl::unexpected(Errors{whole.error()});
  auto config = NginxConfig::parse(std::move(whole->text), file, pool);
  if (!config) return tl::unexpected(config.error());
  (*config)->notes = std::move(whole->notes);
  return std::unique_ptr<Config>(std::move(*config));
}

Result<Wired> NginxAdapter::wire(const Config& config, const Wiring& wiring) const {
  const auto* nginx = dynamic_cast<const NginxConfig*>(&config);
  if (nginx == nullptr) return environment_error("this is not a configuration of nginx");
  NginxDraft draft(*nginx, wiring);
  wire_scheme(draft);
  wire_process(draft);
  if (auto done = wire_outside(draft); !done) return tl::unexpected(done.error());
  wire_modules(draft, modules_);
  if (auto done = wire_certificates(draft); !done) return tl::unexpected(done.error());
  wire_logs(draft);
  if (auto done = wire_listeners(draft); !done) return tl::unexpected(done.error());
  if (auto done = wire_addresses(draft); !done) return tl::unexpected(done.error());
  wire_tell(draft);
  wire_timers(draft);
  wire_live(draft);
  for (const std::string& note : nginx->notes) draft.changed(note);
  draft.wired.files = draft.own.take();
  return draft.finish(nginx->text());
}

PartSpec NginxAdapter::part(const std::string& text, const Wiring& wiring,
                            const PartFiles& files) const {
  PartSpec spec;
  spec.name = "balancer";
  spec.program = tool_.program();
  // -e: what is wrong before the file says where errors go.
  spec.args = {"-p", "./", "-e", "stderr", "-c", kFile};
  spec.args.insert(spec.args.end(), more_args_.begin(), more_args_.end());
  spec.files = files;
  spec.files[kFile] = text;
  // Whoever reads a log finds it from the start, and nginx the folder.
  if (const auto model = parse_nginx(text, kFile)) {
    for (const std::string& path : access_logs(*model)) spec.files[path] = "";
  }
  spec.shared = {kLogFolder};
  set_ports(spec, text, wiring);
  return spec;
}

}  // namespace misfire
