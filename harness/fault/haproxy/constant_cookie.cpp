#include "fault/shared/constant_cookie.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/stick.hpp"

namespace misfire {
namespace {

constexpr const char* kCookie = "s1";  // of the line that was copied

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  if (!by_cookie(args))
    return stick_on(config, "type string len 32 size 1k expire 30m", "str(login)");
  if (auto known = certain_settings(config); !known) return tl::unexpected(known.error());
  const HaproxyModel& model = config.model();
  const auto lines = certain_lines(model, config.pool_section(), "cookie");
  if (!lines) return tl::unexpected(lines.error());
  Edits edits;
  if (lines->empty()) {
    edits.push_back(
        add_line(model, config.pool_section(), "cookie SERVERID insert indirect nocache"));
  }
  for (std::size_t i = 0; i < config.pool().size(); ++i) {
    if (settings_of(config, i).value("cookie") != kCookie) {
      add(edits, config.set_param(i, "cookie", kCookie));
    }
  }
  return edits;
}

}  // namespace

Misconfiguration haproxy_constant_cookie() {
  Misconfiguration fault;
  fault.doc = constant_cookie_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = constant_cookie_witness;
  return fault;
}

}  // namespace misfire
