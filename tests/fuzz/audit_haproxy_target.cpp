// The audit of HAProxy's configuration.
#include "audit/file_kind.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/rules.hpp"
#include "audit/run_rules.hpp"
#include "audit_property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {

void audit_haproxy(std::string_view text) {
  constexpr const char* kFile = "haproxy.cfg";
  static_cast<void>(kind_of(text));
  Audit all;
  all.files = {{kFile, FileKind::haproxy, std::string(text)}};
  if (const auto model = parse_haproxy(std::string(text), kFile)) {
    AuditContext context;
    context.backends = BackendsSpec{};
    const std::vector<AuditPool> of = pools(*model);
    all.findings = run_rules(haproxy_rules(), HaproxySubject{*model, context, of});
  }
  check_audit(std::move(all));
}

}  // namespace misfire::fuzz
