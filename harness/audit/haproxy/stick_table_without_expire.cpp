#include <algorithm>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const HaproxySection& section : in.model.sections) {
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() != "stick-table") continue;
      const bool fine = std::any_of(line.words.begin(), line.words.end(), [](const auto& word) {
        return word.text == "expire" || word.variable;
      });
      if (fine) continue;
      found.push_back(place_at(in.model, line, "its entries never expire"));
    }
  }
  return found;
}

}  // namespace

HaproxyRule stick_table_without_expire() {
  RuleDoc doc;
  doc.id = "haproxy/stick-table-without-expire";
  doc.severity = Severity::note;
  doc.topic = Topic::stickiness;
  doc.title = "A stick table whose entries never expire";
  doc.why =
      "Entries without `expire` stay until the table is full; then the oldest are thrown out at "
      "every new client. A client that was stuck to a server long ago is led there as if it had "
      "never left, and after a change the old spread lives on for days.";
  doc.fix =
      "Write `expire` with the time after which a client may go anywhere, a little longer than a "
      "session.";
  doc.bad = "stick-table type ip size 200k";
  doc.good = "stick-table type ip size 200k expire 30m";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
