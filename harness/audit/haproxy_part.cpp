#include "audit/audit.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/rules.hpp"
#include "audit/run_rules.hpp"
#include "balancer/haproxy/config_folder.hpp"
#include "balancer/haproxy/secrets.hpp"
#include "scenario/user_file.hpp"

namespace misfire {

namespace {

/// A file by itself, or those of a folder.
std::vector<AuditedFile> files_of(const fs::path& path, const std::string& text) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return {{path.string(), FileKind::haproxy, text}};
  std::vector<AuditedFile> files;
  for (const fs::path& file : haproxy_files_of(path)) {
    auto own = read_file(file);  // it was read a moment ago
    files.push_back({file.string(), FileKind::haproxy, own ? std::move(*own) : std::string()});
  }
  return files;
}

}  // namespace

// Comments may be in any encoding: only a NUL says that this is no text.
Checked<Audit> audit_haproxy(const fs::path& path, const AuditContext& context,
                             const Position& named_at) {
  auto text = read_haproxy_files(path, named_at);
  if (!text) return tl::unexpected(Errors{text.error()});
  Audit audit;
  audit.files = files_of(path, *text);
  for (const AuditedFile& file : audit.files) {
    if (auto fine = check_no_nul(file.text, file.name); !fine) {
      return tl::unexpected(Errors{fine.error()});
    }
  }
  auto model = parse_haproxy(std::move(*text), path.string());
  if (!model) return tl::unexpected(Errors{model.error()});
  const std::vector<AuditPool> all = pools(*model);
  audit.findings = run_rules(haproxy_rules(), HaproxySubject{*model, context, all});
  for (const HaproxyWord& word : secret_words(*model)) audit.secrets.add(word.text);
  return audit;
}

}  // namespace misfire
