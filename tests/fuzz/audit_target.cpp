// The audit of HAProxy's configuration, and its suppressions: every finding lies inside the text,
// nothing is suppressed without a reason, and every form of output can be made.
#include <algorithm>

#include "audit/catalogue.hpp"
#include "audit/columns.hpp"
#include "audit/file_kind.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/rules.hpp"
#include "audit/json.hpp"
#include "audit/run_rules.hpp"
#include "audit/sarif.hpp"
#include "audit/suppression.hpp"
#include "property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

constexpr const char* kFile = "haproxy.cfg";

void check_place(const Finding& finding, const TextLines& lines) {
  const Place& place = finding.place;
  require(place.where.file == kFile, "a finding is of this file");
  const int length = static_cast<int>(lines[place.where.line].size());
  require(place.where.line > 0 && place.where.column > 0, "a finding has a place");
  require(place.where.column <= length, "a finding's column is in its line");
  require(place.end_column == 0 || place.end_column > place.where.column, "a place is not empty");
  require(place.end_column <= length + 1, "a place ends in its line");
}

}  // namespace

void audit(std::string_view text) {
  static_cast<void>(kind_of(text));
  Audit all;
  all.files = {{kFile, FileKind::haproxy, std::string(text)}};
  if (const auto model = parse_haproxy(std::string(text), kFile)) {
    AuditContext context;
    context.backends = BackendsSpec{};
    const std::vector<AuditPool> of = pools(*model);
    all.findings = run_rules(haproxy_rules(), HaproxySubject{*model, context, of});
  }
  static const std::vector<RuleDoc> docs = rule_docs();
  static const std::vector<std::string> known = [] {
    std::vector<std::string> ids;
    for (const RuleDoc& doc : docs) ids.push_back(doc.id);
    return ids;
  }();
  apply_suppressions(read_suppressions(text, kFile), known, all.findings);
  const TextLines lines(text);
  for (const Finding& finding : all.findings) {
    check_place(finding, lines);
    require(find_rule(docs, finding.rule) != nullptr, "a finding is of a rule that there is");
  }
  require(!audit_json(all).empty() && !sarif(all, docs, "0").empty(), "every form can be made");
}

}  // namespace misfire::fuzz
