// A HAProxy configuration with its pool: what the faults edit and the wiring starts from.
#pragma once

#include "balancer/balancer.hpp"
#include "balancer/checks_servers.hpp"
#include "balancer/haproxy/model.hpp"

namespace misfire {

class HaproxyConfig final : public Config, public ChecksServers {
 public:
  /// Errors: not readable, no such pool (nearest names), a pool without plain `server` lines.
  static Checked<std::unique_ptr<HaproxyConfig>> parse(std::string text, const std::string& file,
                                                       const std::string& pool);

  const std::string& text() const override { return model_.text; }
  const std::vector<PoolServer>& pool() const override { return pool_; }
  Bounds notices() const override;
  std::chrono::microseconds first_checks() const override;
  std::chrono::microseconds back_up() const override;
  /// Gives the server's own parameter that value, or writes it after the address.
  Edits set_param(std::size_t server, const std::string& name, const std::string& value) const;

  /// How well a section leads to the pool: 2 by itself or as the default, 1 under a condition.
  int leads_to_pool(const HaproxySection&) const;

  const HaproxyModel& model() const { return model_; }
  const std::string& pool_name() const { return pool_section().name; }
  const HaproxySection& pool_section() const { return model_.sections[pool_section_]; }
  /// The `server` line of each server of the pool, in order.
  const HaproxyLine& server_line(std::size_t server) const {
    return pool_section().lines[server_lines_.at(server)];
  }

 private:
  explicit HaproxyConfig(HaproxyModel model) : model_(std::move(model)) {}
  Errors read_pool();

  HaproxyModel model_;
  std::size_t pool_section_ = 0;
  std::vector<std::size_t> server_lines_;  // in the pool's section
  std::vector<PoolServer> pool_;
};

/// A TCP address as HAProxy writes it: "10.0.0.1:80", ":80", "*:80", "[::1]:80", "ipv4@…".
struct HaproxyAddress {
  std::string prefix;  ///< "ipv4@", "unix@", … or ""
  std::string host;
  int port = 0;  ///< of a range, the first; 0 when there is none or it is not a number
  int last_port = 0;
  bool tcp = true;   ///< not a Unix socket, a descriptor or QUIC
  bool udp = false;  ///< QUIC or plain UDP
};
HaproxyAddress parse_haproxy_address(const std::string&);

}  // namespace misfire
