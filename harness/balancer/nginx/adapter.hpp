// The adapter for the open-source nginx 1.20 and later, with a master in the foreground. Stateless
// apart from what it was made with and has learnt of its program, so that any thread may use it;
// the Part is the caller's.
#pragma once

#include "balancer/balancer.hpp"
#include "balancer/nginx/modules.hpp"

namespace misfire {

class NginxAdapter final : public Balancer {
 public:
  NginxAdapter(Tool tool, std::vector<std::string> more_args)
      : tool_(std::move(tool)), modules_(tool_), more_args_(std::move(more_args)) {}

  Result<std::string> read(const fs::path&, const Position& named_at) const override;
  /// Reads the files that the text includes, too.
  Checked<std::unique_ptr<Config>> parse(std::string text, const std::string& file,
                                         const std::string& pool) const override;
  Result<Wired> wire(const Config&, const Wiring&) const override;
  Checked<void> check(const std::string& text, const std::string& file,
                      const std::string& as_written, const PartFiles& files) const override;
  PartSpec part(const std::string& text, const Wiring&, const PartFiles& files) const override;
  /// Ready: a worker answers. nginx does not ask its servers how they are.
  Result<void> ready(Part&, Duration limit, const GoOn& go_on) const override;
  /// Done: a new worker answers and no old one takes connections.
  Result<Instant> reload(Part&, const std::string& text, Duration limit,
                         const GoOn& go_on) const override;
  Result<Instant> reload_refused(Part&, const std::string& text, Duration limit,
                                 const GoOn& go_on) const override;
  Result<LiveState> live(Part&, Duration limit) const override;
  Secrets secrets(const std::string& text) const override;
  std::string without_secrets(const std::string& text) const override;

 private:
  Result<Instant> swap(Part&, const std::string& text, Duration limit, const GoOn& go_on,
                       bool refused) const;

  Tool tool_;
  NginxModules modules_;
  std::vector<std::string> more_args_;
};

}  // namespace misfire
