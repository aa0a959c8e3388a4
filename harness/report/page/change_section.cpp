// What was done to the balancer, the evidence that it took effect, and that it was undone.
#include "base/duration.hpp"
#include "judge/words.hpp"
#include "report/page/sections.hpp"

namespace misfire {
namespace {

Html evidence(const History& history, const std::string& id) {
  Html items;
  for (const Event& event : history.events) {
    const auto* seen = std::get_if<FaultWitnessed>(&event.fact);
    if (seen == nullptr || seen->id != id) continue;
    for (const std::string& sentence : seen->evidence)
      items += html("<li>{}</li>\n", prose(sentence));
    return html("<p>{}</p>\n<ul>\n{}</ul>\n",
                seen->shown ? "It took effect. The evidence does not come from what injected it:"
                            : "Nothing shows that it took effect:",
                items);
  }
  return {};
}

std::string how_long(const PageInput& in, const Event& injected, const std::string& id) {
  for (const Event& event : in.history.events) {
    const auto* reverted = std::get_if<FaultReverted>(&event.fact);
    if (reverted == nullptr || reverted->id != id) continue;
    return fmt::format("taken back after {}{}", span_text(injected.at, event.at, in.plan.speed),
                       reverted->why.empty() ? "" : ", because " + reverted->why);
  }
  return "not taken back";
}

}  // namespace

Html change_section(const PageInput& in) {
  Html body;
  for (const Event& event : in.history.events) {
    const auto* fault = std::get_if<FaultInjected>(&event.fact);
    if (fault == nullptr) continue;
    body +=
        html("<h3>{}</h3>\n<p>{} via {}, at {}; {}.</p>\n", fault->id, prose(ticked(fault->name)),
             fault->via, signed_clock(in.time.at(event.at)), how_long(in, event, fault->id));
    if (!fault->change.empty()) body += diff_block(fault->change);
    body += evidence(in.history, fault->id);
  }
  return body.empty() ? Html() : section("change", "What was changed", body);
}

Html restoration_section(const PageInput& in) {
  const Judgement& judgement = in.judgement;
  if (judgement.verdict == Verdict::unsupported) return {};
  const bool nothing_known = !judgement.restored && judgement.restoration_differences.empty();
  if (in.live && nothing_known) return {};
  if (judgement.restored) {
    return section("restoration", "Restoration",
                   html("<p class=\"good\"><span class=\"mark\" aria-hidden=\"true\">✓</span> The "
                        "live balancer is as it was before the first fault: what it says of itself "
                        "was read back and compared.</p>\n"));
  }
  Html items;
  for (const std::string& one : judgement.restoration_differences) {
    items += html("<li>{}</li>\n", prose(one));
  }
  return section(
      "restoration", "Restoration",
      items.empty()
          ? html("<p>It was not proved that the balancer is as before.</p>\n")
          : html("<p class=\"bad\"><span class=\"mark\" aria-hidden=\"true\">✗</span> The "
                 "live balancer is not as it was before:</p>\n<ul>\n{}</ul>\n",
                 items));
}

}  // namespace misfire
