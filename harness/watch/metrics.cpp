#include <fmt/format.h>

#include "watch/status.hpp"

namespace misfire::watch {
namespace {

/// Exposition format: backslash, double quote and line feed are escaped in label values.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    out += c == '\n' ? "\\n" : std::string(1, c);
  }
  return out;
}

class Text {
 public:
  void family(const char* name, const char* type, const char* help) {
    name_ = name;
    text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
  }
  template <class Value>
  void sample(Value value, const std::string& labels = {}, const char* suffix = "") {
    text_ +=
        fmt::format("{}{}{} {}\n", name_, suffix, labels.empty() ? "" : "{" + labels + "}", value);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string name_, text_;
};

double seconds(Instant at) {
  return to_seconds(at.time_since_epoch());
}

std::string labels_of(const Subject& subject) {
  return fmt::format("pool=\"{}\",server=\"{}\"", escaped(subject.pool), escaped(subject.server));
}

std::string labels_of(const Difference& what) {
  return fmt::format("{},kind=\"{}\",against=\"{}\"", labels_of(what.subject),
                     to_string(what.aspect), to_string(what.against));
}

void add_looks(const Status& status, Text& text) {
  text.family("misfire_watch_up", "gauge", "Whether the balancer answered the last look.");
  text.sample(status.up ? 1 : 0);
  text.family("misfire_watch_period_seconds", "gauge", "Drift is noticed within this time.");
  text.sample(to_seconds(status.every));
  if (status.last_look != Instant{}) {
    text.family("misfire_watch_last_look_timestamp_seconds", "gauge",
                "When the last complete look ended.");
    text.sample(seconds(status.last_look));
  }
  text.family("misfire_watch_look_duration_seconds", "summary", "Time that complete looks took.");
  text.sample(to_seconds(status.looking), {}, "_sum");
  text.sample(status.looks, {}, "_count");
  text.family("misfire_watch_look_failures_total", "counter", "Looks that saw nothing, by reason.");
  for (const Miss miss : kMisses) {
    const auto found = status.misses.find(miss);
    text.sample(found == status.misses.end() ? 0 : found->second,
                fmt::format("reason=\"{}\"", to_string(miss)));
  }
}

void add_drifts(const Status& status, Text& text) {
  text.family("misfire_watch_drifts", "gauge", "How many drifts there are.");
  text.sample(status.drifts.size());
  if (!status.drifts.empty()) {
    text.family("misfire_watch_drift", "gauge",
                "1: what runs differs from the file, or both from what was approved.");
    for (const Drift& drift : status.drifts) text.sample(1, labels_of(drift.what));
    text.family("misfire_watch_drift_since_timestamp_seconds", "gauge",
                "When a drift was first seen.");
    for (const Drift& drift : status.drifts)
      text.sample(seconds(drift.since), labels_of(drift.what));
  }
  if (status.approved_at != Instant{}) {
    text.family("misfire_watch_approved_timestamp_seconds", "gauge",
                "When the state was approved that the balancer is held against.");
    text.sample(seconds(status.approved_at));
  }
}

void add_balancer(const Status& status, Text& text) {
  if (!status.servers_up.empty()) {
    text.family("misfire_watch_server_up", "gauge",
                "Whether the balancer takes a server for healthy.");
    for (const auto& [subject, up] : status.servers_up) text.sample(up ? 1 : 0, labels_of(subject));
  }
  if (!status.findings.empty()) {
    text.family("misfire_audit_findings", "gauge",
                "Findings of misfire audit in the balancer's file that are not suppressed.");
    for (const FindingCount& finding : status.findings) {
      text.sample(finding.count, fmt::format("rule=\"{}\",severity=\"{}\"", escaped(finding.rule),
                                             escaped(finding.severity)));
    }
  }
}

}  // namespace

std::string metrics_text(const Status& status) {
  Text text;
  text.family("misfire_build_info", "gauge", "The version, and what is watched.");
  text.sample(1, fmt::format("version=\"{}\",balancer=\"{}\"", escaped(status.version),
                             escaped(status.balancer)));
  text.family("process_start_time_seconds", "gauge", "When this watch started.");
  text.sample(seconds(status.started));
  add_looks(status, text);
  add_drifts(status, text);
  add_balancer(status, text);
  return text.take();
}

Health health(const Status& status, Instant now) {
  constexpr Duration kLeast = std::chrono::seconds(10);  // a short period must not make it nervous
  const Instant last = std::max(status.last_try, status.started);
  const Duration limit = std::max(2 * status.every, kLeast);
  if (now - last <= limit) return {true, "ok\n"};
  return {false, fmt::format("no look has ended for {:.1f} s; one is due within {:.1f} s\n",
                             to_seconds(now - last), to_seconds(status.every))};
}

}  // namespace misfire::watch
