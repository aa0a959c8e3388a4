// What must hold of an audit, whatever it was of: every finding lies inside its file's text and is
// of a rule that there is, nothing is suppressed without a reason, and every form of output can be
// made.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "audit/catalogue.hpp"
#include "audit/columns.hpp"
#include "audit/json.hpp"
#include "audit/sarif.hpp"
#include "audit/suppression.hpp"
#include "property.hpp"

namespace misfire::fuzz {

inline void check_place(const Place& place, const Audit& all) {
  const auto file = std::find_if(all.files.begin(), all.files.end(), [&](const AuditedFile& one) {
    return one.name == place.where.file;
  });
  require(file != all.files.end(), "a finding is of a file that was audited");
  const TextLines lines(file->text);
  require(place.where.line > 0 && place.where.column > 0, "a finding has a place");
  const int length = static_cast<int>(lines[place.where.line].size());
  require(place.where.column <= std::max(length, 1), "a finding's column is in its line");
  require(place.end_column == 0 || place.end_column > place.where.column, "a place is not empty");
  require(place.end_column <= length + 1, "a place ends in its line");
}

inline void check_audit(Audit all) {
  static const std::vector<RuleDoc> docs = rule_docs();
  static const std::vector<std::string> known = [] {
    std::vector<std::string> ids;
    for (const RuleDoc& doc : docs) ids.push_back(doc.id);
    return ids;
  }();
  for (const AuditedFile& file : all.files) {
    apply_suppressions(read_suppressions(file.text, file.name), known, all.findings);
  }
  for (const Finding& finding : all.findings) {
    check_place(finding.place, all);
    require(find_rule(docs, finding.rule) != nullptr, "a finding is of a rule that there is");
  }
  // What all rules say of themselves is the same each time, and takes longer than the audit.
  std::vector<RuleDoc> found;
  for (const RuleDoc& doc : docs) {
    if (std::any_of(all.findings.begin(), all.findings.end(),
                    [&](const Finding& finding) { return finding.rule == doc.id; })) {
      found.push_back(doc);
    }
  }
  require(!audit_json(all).empty() && !sarif(all, found, "0").empty(), "every form can be made");
}

}  // namespace misfire::fuzz
