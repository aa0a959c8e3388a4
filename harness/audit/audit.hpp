// An audit: files in, findings out. Nothing is started and nothing is written.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "audit/file_kind.hpp"
#include "audit/finding.hpp"
#include "audit/rule.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/secrets.hpp"

namespace misfire {

struct AuditedFile {
  std::string name;  ///< as findings name it
  FileKind kind = FileKind::haproxy;
  std::string text;
};

struct Audit {
  std::vector<AuditedFile> files;  ///< in the order in which they were read, included ones as well
  std::vector<Finding> findings;   ///< by file, line and column; suppressed ones too
  Secrets secrets;                 ///< of the files: hidden in the findings' messages already
};

/// Files of one kind of subject, read and looked at; nothing is suppressed yet.
Checked<Audit> audit_haproxy(const fs::path&, const AuditContext&, const Position& named_at = {});
/// With the files that it includes.
Checked<Audit> audit_nginx(const fs::path&, const AuditContext&, const Position& named_at = {});

/// The monitoring's files that belong together; any of them may be missing.
struct MonitoringPaths {
  fs::path prometheus;          ///< with the rule files that it names
  std::vector<fs::path> rules;  ///< rule files by themselves
  fs::path alertmanager;
};
Checked<Audit> audit_monitoring(const MonitoringPaths&, const AuditContext&);

/// Files of any kinds, and folders of them (where what is of no kind is passed over). Monitoring
/// files are looked at together; a system file stands for the files that it names. Suppressions are
/// applied. `kind`: of all files, where their content does not tell.
/// Errors: every file that cannot be read or parsed, or is of no kind.
Checked<Audit> audit(const std::vector<fs::path>&, std::optional<FileKind> kind);

}  // namespace misfire
