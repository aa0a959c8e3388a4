// An nginx configuration with its pool: what the faults edit and the wiring starts from.
#pragma once

#include <set>

#include "balancer/balancer.hpp"
#include "balancer/nginx/model.hpp"

namespace misfire {

class NginxConfig final : public Config {
 public:
  /// Errors: not readable, no such upstream (nearest names), an upstream without plain `server`
  /// lines. Includes are no concern of it: with_includes has put them in.
  static Checked<std::unique_ptr<NginxConfig>> parse(std::string text, const std::string& file,
                                                     const std::string& pool);

  std::vector<std::string> notes;  ///< what became of its includes, for the plan

  const std::string& text() const override { return model_.text(); }
  const std::vector<PoolServer>& pool() const override { return pool_; }
  Bounds notices() const override;

  const NginxModel& model() const { return model_; }
  const NginxDirective& http() const { return model_[http_]; }
  /// The upstream whose servers share the logins.
  const NginxDirective& upstream() const { return model_[upstream_]; }
  const std::string& pool_name() const { return upstream().word(1); }
  /// The `server` of each server of the pool, in order.
  const NginxDirective& server(std::size_t i) const { return model_[servers_.at(i)]; }
  /// The `…_pass` of http that lead to the pool, in order: by its name, or by a variable that can
  /// hold it.
  std::vector<const NginxDirective*> passes() const;
  /// How it chooses a server: "round robin", "least_conn", "hash $request_uri consistent".
  std::string algorithm() const;
  /// As many as nginx runs; `auto` is what the wiring makes of it.
  int workers() const;

  /// Writes `name=value` into a server's line, in the place of the value that is there.
  Edits set_param(std::size_t server, const std::string& name, const std::string& value) const;

 private:
  explicit NginxConfig(NginxModel model) : model_(std::move(model)) {}
  Errors read_pool();
  void read_variables();

  NginxModel model_;
  std::size_t http_ = 0, upstream_ = 0;
  std::vector<std::size_t> servers_;
  std::vector<PoolServer> pool_;
  std::set<std::string> pool_variables_;  ///< those that can hold its name
};

/// `max_fails=3` of an upstream's `server`: the value, or nothing. The last counts.
std::optional<std::string> server_param(const NginxDirective& server, const std::string& name);
bool server_flag(const NginxDirective& server, const std::string& name);
/// A whole number that a parameter holds; `otherwise` where it holds none.
int server_number(const NginxDirective& server, const std::string& name, int otherwise);

/// What gives a variable a value: `set $to auth;`, or a line of a map, geo or split_clients.
struct NginxAssignment {
  std::string variable;             ///< in lower case, without the $
  const NginxWord* word = nullptr;  ///< of the value; null: the directive gives none
};
NginxAssignment assignment(const NginxModel&, const NginxDirective&);
/// "$to" and "${to}" → "to", in lower case.
std::string variable_name(std::string);

/// Whether it hands requests to other servers: proxy_pass, grpc_pass, fastcgi_pass, ….
bool is_pass(const NginxDirective&);
/// The directive that is of the same module: for a grpc_pass, "grpc_read_timeout".
std::string setting_of_pass(const NginxDirective& pass, std::string_view rest);

/// Where a `…_pass` leads: "https://auth/login" and "auth:9001".
struct NginxTarget {
  std::string scheme;  ///< "http://" or ""
  std::string host;    ///< "auth", "10.0.0.1", "unix:/run/x.sock", "$backend"
  std::string rest;    ///< port, path and whatever follows: ":9001/login"
  std::size_t at = 0;  ///< where the host begins in the text of the word
};
NginxTarget parse_nginx_target(const std::string&);

}  // namespace misfire
