#include "audit/json.hpp"

#include <nlohmann/json.hpp>

namespace misfire {
namespace {

using Json = nlohmann::ordered_json;

/// What is no UTF-8 becomes U+FFFD: a file's names may be anything.
std::string dumped(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string audit_json(const Audit& audit) {
  Json files = Json::array();
  for (const AuditedFile& file : audit.files) {
    files.push_back({{"name", file.name}, {"kind", to_string(file.kind)}});
  }
  Json findings = Json::array();
  Json counts = {{"error", 0}, {"warning", 0}, {"note", 0}, {"suppressed", 0}};
  for (const Finding& finding : audit.findings) {
    const Place& place = finding.place;
    Json one = {{"rule", finding.rule},
                {"severity", to_string(finding.severity)},
                {"file", place.where.file},
                {"line", place.where.line},
                {"column", place.where.column}};
    if (place.end_column > 0) one["end_column"] = place.end_column;
    one["message"] = place.message;
    if (!finding.suppressed.empty()) one["suppressed"] = finding.suppressed;
    findings.push_back(std::move(one));
    Json& count = counts[finding.suppressed.empty() ? to_string(finding.severity) : "suppressed"];
    count = count.get<int>() + 1;
  }
  return dumped({{"schema", "misfire.audit/1"},
                 {"files", std::move(files)},
                 {"findings", std::move(findings)},
                 {"counts", std::move(counts)}});
}

std::string rules_json(const std::vector<RuleDoc>& docs) {
  Json rules = Json::array();
  for (const RuleDoc& doc : docs) {
    rules.push_back({{"id", doc.id},
                     {"severity", to_string(doc.severity)},
                     {"topic", to_string(doc.topic)},
                     {"title", doc.title},
                     {"why", doc.why},
                     {"incident", doc.incident},
                     {"fix", doc.fix},
                     {"bad", doc.bad},
                     {"good", doc.good}});
  }
  return dumped(rules);
}

}  // namespace misfire
