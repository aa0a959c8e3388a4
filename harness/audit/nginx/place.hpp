// Places of an nginx configuration, and settings as nginx inherits them.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "audit/finding.hpp"
#include "balancer/nginx/model.hpp"

namespace misfire::nginx_audit {

/// The place of one word of a directive.
Place place_of(const NginxModel&, const NginxDirective&, std::size_t word, std::string message);

/// The word that begins so ("max_fails="), from the second on; 0 if there is none.
std::size_t word_beginning(const NginxDirective&, std::string_view prefix);

struct NginxTimeSetting {
  const NginxDirective* directive = nullptr;
  std::chrono::milliseconds value{0};
};

/// Which settings count where. In a snippet, what stands outside of all blocks counts as well: it
/// is included into one. Looked up by name: generated files have thousands of servers side by side.
class NginxSettings {
 public:
  explicit NginxSettings(const NginxModel&);
  const NginxModel& model() const { return model_; }

  /// The nearest of that name, outwards from the block `of` (null: outside of all).
  const NginxDirective* in_force(const NginxDirective* of, const std::string& name) const;
  /// Directives that add up (proxy_set_header, error_page, limit_req, …) are inherited only where
  /// the level itself has none.
  const std::vector<const NginxDirective*>& all_in_force(const NginxDirective* of,
                                                         const std::string& name) const;
  /// Of the pass's own module: "_read_timeout" of a grpc_pass is grpc_read_timeout.
  const NginxDirective* of_pass(const NginxDirective& pass, std::string_view rest) const;
  /// Nothing where it is not set, or is no time (a variable).
  std::optional<NginxTimeSetting> time_in_force(const NginxDirective& pass,
                                                const std::string& name) const;

 private:
  const NginxModel& model_;
  /// By the block and the name.
  std::map<std::pair<std::size_t, std::string_view>, std::vector<const NginxDirective*>> by_block_;
};

/// "45 s", "500 ms".
std::string shown(std::chrono::milliseconds);

/// Every level that a directive inherits from is here, up to its http or stream. In a snippet they
/// are not: what is missing there may stand in the file that includes it.
bool all_levels_known(const NginxModel&, const NginxDirective&);

/// nginx.conf as a whole, with all that it includes: what is missing is missing. A snippet is not.
bool is_whole(const NginxModel&);

}  // namespace misfire::nginx_audit
