// Everything that happened, as a list.
#include "report/page/scrolling.hpp"
#include "report/page/sections.hpp"
#include "report/timeline.hpp"

namespace misfire {

Html events_section(const PageInput& in) {
  Html rows;
  for (const TimelineEntry& entry : timeline(in.history)) {
    rows += html("<tr><td class=\"n\">{}</td><td>{}</td><td>{}</td></tr>\n",
                 signed_clock(in.time.at(entry.at)), entry.kind, prose(entry.what));
  }
  if (rows.empty()) return {};
  return section(
      "events", "All events",
      html(
          "<details><summary>In order, with minutes of model time after the first fault</summary>\n"
          "{}</details>\n",
          scrolling_table("all events", "", headings({"at", "kind", "what"}), rows)));
}

}  // namespace misfire
