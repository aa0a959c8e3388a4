#include "report/suite_page/suite_row.hpp"

#include <algorithm>

#include "base/files.hpp"
#include "report/lenient_json.hpp"

namespace misfire {
namespace {

using Json = nlohmann::json;
using lenient::number;
using lenient::objects;
using lenient::text;

SuiteRow row_of(const Json& report) {
  SuiteRow row;
  row.scenario = text(report, "scenario");
  row.title = text(report, "title");
  row.system = text(report, "system");
  row.verdict = text(report, "verdict");
  row.reasons = lenient::texts(report, "reasons");
  const std::string folder = fs::path(text(report, "folder")).filename().string();
  if (!folder.empty()) row.page = "../" + folder + "/report.html";
  if (const auto impact = report.find("impact"); impact != report.end() && impact->is_object()) {
    if (number(*impact, "logins").value_or(0) > 0) {
      row.failed_ratio = number(*impact, "failed_ratio");
    }
  }
  for (const Json& alert : objects(report, "alerts")) {
    if (!lenient::flag(alert, "expected")) continue;
    row.told.push_back({text(alert, "name"), text(alert, "team"), number(alert, "notified_s"),
                        number(alert, "within_s"), lenient::flag(alert, "met")});
  }
  row.tries = static_cast<std::size_t>(number(report, "tries").value_or(1));
  return row;
}

int weight(const SuiteRow& row) {
  return row.verdict == "fail" ? 0 : row.verdict == "invalid" ? 1 : row.verdict == "pass" ? 2 : 3;
}

}  // namespace

std::vector<SuiteRow> suite_rows(const std::string& suite_json) {
  const Json suite = Json::parse(suite_json, nullptr, false);
  std::vector<SuiteRow> rows;
  for (const Json& report : objects(suite, "runs")) rows.push_back(row_of(report));
  std::stable_sort(rows.begin(), rows.end(),
                   [](const SuiteRow& a, const SuiteRow& b) { return weight(a) < weight(b); });
  return rows;
}

}  // namespace misfire
