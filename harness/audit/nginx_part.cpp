#include "audit/nginx_part.hpp"

#include <algorithm>

#include "audit/audit.hpp"
#include "audit/nginx/rules.hpp"
#include "audit/run_rules.hpp"
#include "balancer/nginx/includes.hpp"
#include "balancer/nginx/secrets.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

Result<NginxModel> read_model(const fs::path& path, const Position& named_at, std::string& own) {
  auto text = read_user_file(path, named_at);
  if (!text) return tl::unexpected(text.error());
  own = *text;
  if (auto fine = check_no_bom(own, path.string()); !fine) return tl::unexpected(fine.error());
  if (auto fine = check_no_nul(own, path.string()); !fine) return tl::unexpected(fine.error());
  auto whole = with_includes(std::move(*text), path.string());
  if (!whole) return tl::unexpected(whole.error());
  return parse_nginx(std::move(whole->text), path.string());
}

/// The files that the directives stand in, the named one first.
std::vector<AuditedFile> files_of(const NginxModel& model, const std::string& name,
                                  const std::string& own) {
  std::vector<AuditedFile> files{{name, FileKind::nginx, own}};
  for (const NginxDirective& directive : model.directives()) {
    const Position where = model.where(directive);
    const bool known = std::any_of(files.begin(), files.end(), [&](const AuditedFile& file) {
      return file.name == where.file;
    });
    if (known) continue;
    auto text = read_file(where.file);  // it was read a moment ago
    files.push_back({where.file, FileKind::nginx, text ? std::move(*text) : std::string()});
  }
  return files;
}

}  // namespace

std::vector<RuleDoc> nginx_docs() {
  std::vector<RuleDoc> docs;
  for (const AuditRule<NginxSubject>& rule : nginx_rules()) docs.push_back(rule.doc);
  return docs;
}

Checked<Audit> audit_nginx(const fs::path& path, const AuditContext& context,
                           const Position& named_at) {
  std::string own;
  const auto model = read_model(path, named_at, own);
  if (!model) return tl::unexpected(Errors{model.error()});
  Audit audit;
  for (const NginxWord& word : secret_words(*model)) audit.secrets.add(word.text);
  audit.files = files_of(*model, path.string(), own);
  audit.findings = run_rules(nginx_rules(), NginxSubject{*model, context});
  return audit;
}

}  // namespace misfire
