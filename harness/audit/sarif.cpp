#include "audit/sarif.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "audit/columns.hpp"
#include "audit/page.hpp"
#include "base/digest.hpp"

namespace misfire {
namespace {

using Json = nlohmann::ordered_json;

/// A path as a URI reference (RFC 3986): what no path segment may hold is percent-encoded.
std::string as_uri(const std::string& path) {
  std::string uri = path.starts_with('/') ? "file://" : "";
  std::string_view rest = path;
  while (rest.starts_with("./")) rest.remove_prefix(2);
  for (const char c : rest) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

Json location_of(const std::string& path) {
  Json location = {{"uri", as_uri(path)}};
  if (!path.starts_with('/')) location["uriBaseId"] = "%SRCROOT%";
  return location;
}

Json rule_json(const RuleDoc& doc) {
  const char* const problem =
      doc.severity == Severity::note ? "recommendation" : to_string(doc.severity);
  return {
      {"id", doc.id},
      {"name", doc.id},
      {"shortDescription", {{"text", doc.title}}},
      {"fullDescription", {{"text", doc.why}}},
      {"help", {{"text", doc.fix}, {"markdown", page_body(doc)}}},
      {"defaultConfiguration", {{"level", to_string(doc.severity)}}},
      {"properties",
       {{"tags", {to_string(doc.topic)}}, {"problem.severity", problem}, {"precision", "high"}}}};
}

/// The same finding in another version of the file: its rule and the text of its line, and which of
/// several such lines it is.
class Fingerprints {
 public:
  std::string of(const Finding& finding, std::string_view line) {
    Digest digest;
    digest.add(finding.rule);
    digest.add(finding.place.where.file);
    std::string squeezed;
    for (const char c : line) {
      if (c != ' ' && c != '\t') squeezed += c;
    }
    digest.add(squeezed);
    const std::string hash = digest.hex().substr(0, 16);
    return fmt::format("{}:{}", hash, ++seen_[hash]);
  }

 private:
  std::map<std::string, int> seen_;
};

class Writer {
 public:
  Writer(const Audit& audit, const std::vector<RuleDoc>& catalogue)
      : audit_(audit), catalogue_(catalogue) {
    for (std::size_t i = 0; i < catalogue.size(); ++i) rule_index_[catalogue[i].id] = i;
    for (std::size_t i = 0; i < audit.files.size(); ++i) {
      file_index_[audit.files[i].name] = i;
      lines_.emplace_back(audit.files[i].text);
    }
  }

  Json run(const std::string& version, std::size_t most) {
    Json rules = Json::array(), artifacts = Json::array(), results = Json::array();
    for (const RuleDoc& doc : catalogue_) rules.push_back(rule_json(doc));
    for (const AuditedFile& file : audit_.files) {
      artifacts.push_back({{"location", location_of(file.name)}, {"length", file.text.size()}});
    }
    const auto kept = most_severe(most);
    for (const Finding* finding : kept) results.push_back(result(*finding));
    Json invocation = {{"executionSuccessful", true}};
    if (const std::size_t left_out = audit_.findings.size() - kept.size(); left_out > 0) {
      invocation["toolExecutionNotifications"] = {
          {{"level", "warning"},
           {"message", {{"text", fmt::format("{} findings were left out", left_out)}}}}};
    }
    return {{"tool",
             {{"driver",
               {{"name", "misfire"}, {"semanticVersion", version}, {"rules", std::move(rules)}}}}},
            {"invocations", {std::move(invocation)}},
            {"columnKind", "utf16CodeUnits"},
            {"originalUriBaseIds",
             {{"%SRCROOT%", {{"description", {{"text", "where misfire audit was called"}}}}}}},
            {"artifacts", std::move(artifacts)},
            {"results", std::move(results)}};
  }

 private:
  std::vector<const Finding*> most_severe(std::size_t most) const {
    std::vector<const Finding*> all;
    for (const Finding& finding : audit_.findings) all.push_back(&finding);
    if (all.size() <= most) return all;
    std::stable_sort(all.begin(), all.end(),
                     [](const Finding* a, const Finding* b) { return a->severity < b->severity; });
    all.resize(most);
    return all;
  }

  std::string_view line_of(const Position& where) const {
    const auto at = file_index_.find(where.file);
    return at == file_index_.end() ? std::string_view{} : lines_[at->second][where.line];
  }

  Json result(const Finding& finding) {
    const Place& place = finding.place;
    const std::string_view line = line_of(place.where);
    Json region = {{"startLine", std::max(place.where.line, 1)},
                   {"startColumn", utf16_column(line, std::max(place.where.column, 1))}};
    const int end = place.end_column > 0 ? place.end_column : static_cast<int>(line.size()) + 1;
    if (end > place.where.column) region["endColumn"] = utf16_column(line, end);
    Json artifact = location_of(place.where.file);
    if (const auto at = file_index_.find(place.where.file); at != file_index_.end()) {
      artifact["index"] = at->second;
    }
    Json one = {{"ruleId", finding.rule}};
    if (const auto at = rule_index_.find(finding.rule); at != rule_index_.end()) {
      one["ruleIndex"] = at->second;
    }
    one["level"] = to_string(finding.severity);
    one["message"] = {{"text", place.message}};
    one["locations"] = {
        {{"physicalLocation",
          {{"artifactLocation", std::move(artifact)}, {"region", std::move(region)}}}}};
    one["partialFingerprints"] = {{"primaryLocationLineHash", fingerprints_.of(finding, line)}};
    if (!finding.suppressed.empty()) {
      one["suppressions"] = {{{"kind", "inSource"}, {"justification", finding.suppressed}}};
    }
    return one;
  }

  const Audit& audit_;
  const std::vector<RuleDoc>& catalogue_;
  std::map<std::string, std::size_t> rule_index_, file_index_;
  std::vector<TextLines> lines_;
  Fingerprints fingerprints_;
};

}  // namespace

std::string sarif(const Audit& audit, const std::vector<RuleDoc>& catalogue,
                  const std::string& version, std::size_t most) {
  const Json log = {{"version", "2.1.0"},
                    {"$schema",
                     "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                     "sarif-schema-2.1.0.json"},
                    {"runs", {Writer(audit, catalogue).run(version, most)}}};
  return log.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace misfire
