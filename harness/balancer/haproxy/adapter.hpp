// The adapter for HAProxy 2.4 to 3.x, in master-worker mode. Stateless apart from what it was made
// with, so that any thread may use it; the Part is the caller's.
#pragma once

#include "balancer/balancer.hpp"

namespace misfire {

class HaproxyAdapter final : public Balancer, public RuntimeApi {
 public:
  HaproxyAdapter(Tool tool, std::string pool, std::vector<std::string> more_args)
      : tool_(std::move(tool)), pool_(std::move(pool)), more_args_(std::move(more_args)) {}

  /// A folder is its *.cfg files.
  Result<std::string> read(const fs::path&, const Position& named_at) const override;
  Checked<std::unique_ptr<Config>> parse(std::string text, const std::string& file,
                                         const std::string& pool) const override;
  Result<Wired> wire(const Config&, const Wiring&) const override;
  Checked<void> check(const std::string& text, const std::string& file,
                      const std::string& as_written, const PartFiles& files) const override;
  PartSpec part(const std::string& text, const Wiring&, const PartFiles& files) const override;
  /// Ready: every server of the pool is UP, those with a check by its first result.
  Result<void> ready(Part&, Duration limit, const GoOn& go_on) const override;
  /// Done: a new worker answers and the old one takes no more connections.
  Result<Instant> reload(Part&, const std::string& text, Duration limit,
                         const GoOn& go_on) const override;
  Result<Instant> reload_refused(Part&, const std::string& text, Duration limit,
                                 const GoOn& go_on) const override;
  Result<LiveState> live(Part&, Duration limit) const override;
  const RuntimeApi* runtime_api() const override { return this; }
  Result<Instant> command(Part&, const std::vector<std::string>& commands,
                          Duration limit) const override;
  Secrets secrets(const std::string& text) const override;
  std::string without_secrets(const std::string& text) const override;

 private:
  Result<Instant> swap(Part&, const std::string& text, Duration limit, const GoOn& go_on,
                       bool refused) const;

  Tool tool_;
  std::string pool_;
  std::vector<std::string> more_args_;
};

}  // namespace misfire
