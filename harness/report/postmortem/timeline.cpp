// What mattered, with detection and what led people astray marked.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "report/markdown.hpp"
#include "report/postmortem/chapters.hpp"
#include "report/timeline.hpp"

namespace misfire {
namespace {

struct Entry {
  Instant at;
  std::string what;  ///< Markdown
};

std::string utc(Instant at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
  const auto tenths =
      std::chrono::duration_cast<std::chrono::milliseconds>(at - seconds).count() / 100;
  return fmt::format("{:%H:%M:%S}.{}", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)),
                     tenths);
}

/// Alerts that reached somebody; the others' states are noise in a story.
std::set<std::string> that_were_told(const History& history) {
  std::set<std::string> names;
  for (const Event& event : history.events) {
    const auto* notified = std::get_if<Notified>(&event.fact);
    if (notified == nullptr || notified->observer) continue;
    for (const auto& alert : notified->alerts) {
      if (const auto name = alert.labels.find("alertname"); name != alert.labels.end()) {
        names.insert(name->second);
      }
    }
  }
  return names;
}

class Story {
 public:
  explicit Story(const PostmortemInput& in) : in_(in), told_(that_were_told(in.history)) {}

  std::vector<Entry> entries() {
    if (in_.judgement.harm.began) {
      add(*in_.judgement.harm.began, "**Impact begins**: more logins fail than before.");
    }
    for (const Event& event : in_.history.events) {
      at_ = event.at;
      std::visit([this](const auto& fact) { see(fact); }, event.fact);
    }
    std::stable_sort(entries_.begin(), entries_.end(),
                     [](const Entry& a, const Entry& b) { return a.at < b.at; });
    return std::move(entries_);
  }

 private:
  template <class Fact>
  void see(const Fact&) {}

  void see(const FaultInjected& f) {
    add(at_, fmt::format("**Cause**: {} ({}) comes into force, via {}.", markdown_code(f.id),
                         markdown(f.name), markdown(f.via)));
  }
  void see(const FaultReverted& f) {
    add(at_, fmt::format("**Resolution**: {} is taken back.", markdown_code(f.id)));
  }
  void see(const PartExited& f) {
    if (!f.asked) add(at_, fmt::format("{} ends unasked.", markdown_code(f.part)));
  }
  void see(const AlertChanged& f) {
    const auto name = f.labels.find("alertname");
    if (at_ < in_.fault || name == f.labels.end() || told_.count(name->second) == 0 ||
        is_ignored(in_.plan.monitoring, f.labels)) {
      return;
    }
    add(at_, markdown_code(name->second) + (f.state == AlertPhase::pending  ? " is pending."
                                            : f.state == AlertPhase::firing ? " fires."
                                                                            : " is over."));
  }
  void see(const Notified& f) {
    if (f.observer || at_ < in_.fault) return;
    for (const auto& alert : f.alerts) {
      if (is_ignored(in_.plan.monitoring, alert.labels) || alert.resolved != f.resolved) continue;
      const auto name = alert.labels.find("alertname");
      told(f, name == alert.labels.end() ? "an alert" : name->second, alert.labels);
    }
  }
  void see(const DeliveryFailed& f) {
    add(at_, fmt::format("**Not delivered**: {} of {} fails at {}: {}", markdown(f.integration),
                         markdown_code(f.receiver), markdown(f.stage), markdown(f.error)));
  }
  void see(const RestorationChecked& f) {
    add(at_, f.identical ? "The live balancer is found to be as it was before."
                         : "The live balancer is found **not** to be as it was before.");
  }

  void told(const Notified& f, const std::string& alert, const Labels& labels) {
    const MonitoringFacts& facts = in_.plan.monitoring;
    const std::string to =
        fmt::format("{} ({})", markdown_code(f.receiver), markdown(f.integration));
    if (f.resolved)
      return add(at_, fmt::format("{} is told to be over by {}.", to, markdown_code(alert)));
    if (!is_page(facts, labels)) {
      return add(at_, fmt::format("{} notifies {}.", markdown_code(alert), to));
    }
    const std::string component = component_of(facts, labels);
    const bool astray = misleads(in_, component);
    const bool first = !detected_;
    detected_ = true;
    add(at_, fmt::format("{}{}{} pages {}{}.", first ? "**Detection**: " : "",
                         astray ? "**Misleading**: " : "", markdown_code(alert), to,
                         component.empty() ? "" : ", and names " + markdown_code(component)));
  }

  void add(Instant at, std::string what) { entries_.push_back({at, std::move(what)}); }

  const PostmortemInput& in_;
  const std::set<std::string> told_;
  std::vector<Entry> entries_;
  Instant at_;
  bool detected_ = false;
};

}  // namespace

std::string postmortem_timeline(const PostmortemInput& in) {
  const auto day = std::chrono::floor<std::chrono::seconds>(in.fault);
  std::string text = fmt::format(
      "## Timeline\n\nAll times are UTC, {:%d %B %Y}{}.\n\n| UTC | after the fault | |\n"
      "| --- | ---: | --- |\n",
      fmt::gmtime(std::chrono::system_clock::to_time_t(day)),
      in.plan.speed == 1 ? ""
                         : fmt::format("; the run went {:g} times as fast as the model time in the "
                                       "second column",
                                       in.plan.speed));
  for (const Entry& entry : Story(in).entries()) {
    text += fmt::format("| {} | {} | {} |\n", utc(entry.at),
                        entry.at < in.fault ? "before" : in.after(entry.at), entry.what);
  }
  return text + "\n";
}

}  // namespace misfire
