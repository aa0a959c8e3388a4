// The audit of nginx's configuration, of one file: includes are not followed.
#include "audit/nginx/rules.hpp"
#include "audit/run_rules.hpp"
#include "audit_property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {

void audit_nginx(std::string_view text) {
  constexpr const char* kFile = "nginx.conf";
  Audit all;
  all.files = {{kFile, FileKind::nginx, std::string(text)}};
  if (const auto model = parse_nginx(std::string(text), kFile)) {
    AuditContext context;
    context.backends = BackendsSpec{};
    all.findings = run_rules(nginx_rules(), NginxSubject{*model, context});
  }
  check_audit(std::move(all));
}

}  // namespace misfire::fuzz
