#include "audit/audit.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/rules.hpp"
#include "audit/run_rules.hpp"
#include "balancer/haproxy/secrets.hpp"
#include "scenario/user_file.hpp"

namespace misfire {

// Comments may be in any encoding: only a NUL says that this is no text.
Checked<Audit> audit_haproxy(const fs::path& path, const AuditContext& context,
                             const Position& named_at) {
  auto text = read_user_file(path, named_at);
  if (!text) return tl::unexpected(Errors{text.error()});
  if (auto fine = check_no_nul(*text, path.string()); !fine) {
    return tl::unexpected(Errors{fine.error()});
  }
  auto model = parse_haproxy(std::move(*text), path.string());
  if (!model) return tl::unexpected(Errors{model.error()});
  Audit audit;
  const std::vector<AuditPool> all = pools(*model);
  audit.findings = run_rules(haproxy_rules(), HaproxySubject{*model, context, all});
  for (const HaproxyWord& word : secret_words(*model)) audit.secrets.add(word.text);
  audit.files = {{path.string(), FileKind::haproxy, std::move(model->text)}};
  return audit;
}

}  // namespace misfire
