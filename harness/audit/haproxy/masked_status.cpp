#include <fmt/format.h>

#include <algorithm>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

/// No condition, or one that speaks of a 5xx.
bool about_errors(const HaproxyLine& line) {
  const auto condition = std::find_if(
      line.words.begin(), line.words.end(),
      [](const HaproxyWord& word) { return word.text == "if" || word.text == "unless"; });
  if (condition == line.words.end()) return true;
  return std::any_of(condition, line.words.end(),
                     [](const HaproxyWord& word) { return word.text.starts_with("50"); });
}

/// "" if the line leaves failures what they are. http-after-response sees HAProxy's own as well.
std::string masked(const HaproxyLine& line) {
  const bool own = line.keyword() == "http-after-response";
  if (!own && line.keyword() != "http-response") return {};
  if (line.word(1) != "set-status" || !line.word(2).starts_with('2')) return {};
  if (!about_errors(line)) return {};
  return fmt::format("an error of a server{} becomes {}", own ? ", or of HAProxy itself," : "",
                     line.word(2));
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const HaproxySection& section : in.model.sections) {
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword().starts_with("errorloc") && line.word(1).starts_with('5')) {
        found.push_back(
            place_at(in.model, line, 0, 1,
                     fmt::format("clients see a redirect where {} failed",
                                 line.word(1) == "503" ? "every server" : "a request")));
      }
      if (std::string message = masked(line); !message.empty()) {
        found.push_back(place_at(in.model, line, 0, 2, std::move(message)));
      }
    }
  }
  return found;
}

}  // namespace

HaproxyRule masked_status() {
  RuleDoc doc;
  doc.id = "haproxy/masked-status";
  doc.severity = Severity::warning;
  doc.topic = Topic::masking;
  doc.title = "Failures are sent to clients as success";
  doc.why =
      "With a 200 or a redirect in the place of a 5xx, probes, browsers and whoever counts "
      "statuses see success while nobody gets what they came for. Measured: an error page with a "
      "200 status line hides a whole outage on the wire.";
  doc.fix =
      "Keep the status of a failure, and put the friendly text in its body: `http-error status 503 "
      "content-type text/html file 503.html`.";
  doc.bad = "errorloc302 503 https://www.example.com/sorry";
  doc.good = "http-error status 503 content-type text/html file /etc/haproxy/503.html";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
