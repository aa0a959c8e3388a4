#include "audit/catalogue.hpp"

#include <algorithm>

#include "audit/haproxy/rules.hpp"
#include "audit/monitoring_part.hpp"
#include "audit/nginx_part.hpp"
#include "audit/suppression.hpp"

namespace misfire {

std::vector<RuleDoc> rule_docs() {
  std::vector<RuleDoc> docs;
  for (const HaproxyRule& rule : haproxy_rules()) docs.push_back(rule.doc);
  for (const RuleDoc& rule : nginx_docs()) docs.push_back(rule);
  for (const RuleDoc& rule : monitoring_docs()) docs.push_back(rule);
  for (const RuleDoc& rule : suppression_rules()) docs.push_back(rule);
  return docs;
}

const RuleDoc* find_rule(const std::vector<RuleDoc>& docs, const std::string& id) {
  const auto found =
      std::find_if(docs.begin(), docs.end(), [&](const RuleDoc& doc) { return doc.id == id; });
  return found == docs.end() ? nullptr : &*found;
}

}  // namespace misfire
