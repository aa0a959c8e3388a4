#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "monitor/read_back.hpp"
#include "monitor/rfc3339.hpp"

namespace misfire {
namespace {

using Fields = std::map<std::string, std::string>;

/// A Go string literal, from behind its opening quote up to and with the closing one.
std::string unquote(std::string_view& rest) {
  std::string text;
  while (!rest.empty() && rest.front() != '"') {
    char c = rest.front();
    rest.remove_prefix(1);
    if (c == '\\' && !rest.empty()) {
      c = rest.front();
      rest.remove_prefix(1);
      if (c == 'n') c = '\n';
      if (c == 't') c = '\t';
    }
    text += c;
  }
  if (!rest.empty()) rest.remove_prefix(1);
  return text;
}

/// key=value key="quoted value" …
Fields parse_logfmt(std::string_view line) {
  Fields fields;
  while (!line.empty()) {
    if (line.front() == ' ') {
      line.remove_prefix(1);
      continue;
    }
    const auto end = line.find_first_of("= ");
    const std::string key(line.substr(0, end));
    if (end == line.npos || line[end] == ' ') {
      line.remove_prefix(end == line.npos ? line.size() : end);
      continue;
    }
    line.remove_prefix(end + 1);
    if (line.starts_with('"')) {
      line.remove_prefix(1);
      fields[key] = unquote(line);
    } else {
      const auto space = line.find(' ');
      fields[key] = line.substr(0, space);
      line.remove_prefix(space == line.npos ? line.size() : space);
    }
  }
  return fields;
}

/// Go's text/template begins its errors with "template: NAME:LINE:"; Alertmanager wraps some.
bool is_rendering(const std::string& error) {
  return error.find("template: ") != error.npos || error.starts_with("execute ");
}

/// "slack[0]" → "slack".
std::string without_index(const std::string& integration) {
  return integration.substr(0, integration.find('['));
}

DeliveryFailed failure(std::string receiver, const std::string& integration, std::string error) {
  const bool rendering = is_rendering(error);
  return {std::move(receiver), without_index(integration), rendering ? "rendering" : "delivery",
          std::move(error)};
}

/// Takes apart "RECEIVER/TYPE[I]: notify retry canceled … after N attempts: ERROR; RECEIVER/…",
/// which names every integration that failed in one flush.
std::vector<DeliveryFailed> split_flush(std::string_view text) {
  constexpr std::string_view kMark = "]: notify retry canceled";
  std::vector<DeliveryFailed> failures;
  std::size_t mark = text.find(kMark);
  std::size_t begin = 0;
  while (mark != text.npos) {
    const std::size_t next = text.find(kMark, mark + kMark.size());
    std::size_t end = text.size();
    if (next != text.npos) end = text.rfind("; ", next);
    if (end == text.npos || end < mark) end = text.size();

    const std::string_view who = text.substr(begin, mark - begin);  // RECEIVER/TYPE[I
    std::string_view error = text.substr(mark + kMark.size(), end - mark - kMark.size());
    if (const auto reason = error.find("attempts: "); reason != error.npos) {
      error.remove_prefix(reason + 10);
    }
    if (const auto slash = who.rfind('/'); slash != who.npos) {
      failures.push_back(failure(std::string(who.substr(0, slash)),
                                 std::string(who.substr(slash + 1)), std::string(error)));
    }
    begin = std::min(end + 2, text.size());
    mark = next;
  }
  return failures;
}

class Log {
 public:
  void read(std::string_view line) {
    if (line.find("msg=\"Notify ") == line.npos) return;  // most lines
    const Fields fields = parse_logfmt(line);
    const auto field = [&](const char* key) {
      const auto found = fields.find(key);
      return found == fields.end() ? std::string() : found->second;
    };
    // go-kit's logger says ts, slog (Alertmanager 0.28 and newer) says time.
    const auto at = parse_rfc3339(field("ts").empty() ? field("time") : field("ts"));
    if (!at) return;
    const std::string message = field("msg");
    if (message == "Notify for alerts failed") {
      for (auto& one : split_flush(field("err"))) add(*at, std::move(one), true);
    } else if (message.starts_with("Notify attempt failed")) {
      add(*at, failure(field("receiver"), field("integration"), field("err")), false);
    } else if (message == "Notify success") {
      const std::string type = without_index(field("integration"));
      std::erase_if(failures_, [&](const Known& known) {
        return !known.final && known.fact.receiver == field("receiver") &&
               known.fact.integration == type;
      });
    }
  }

  std::vector<Event> events() const {
    std::vector<Event> events;
    const Instant now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    for (const Known& known : failures_) events.push_back({known.at, now, known.fact});
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return a.at < b.at; });
    return events;
  }

 private:
  struct Known {
    Instant at;
    DeliveryFailed fact;
    bool final;  ///< given up, as opposed to an attempt that may be repeated with success
  };

  void add(Instant at, DeliveryFailed fact, bool final) {
    if (fact.error.find("observer=1") != fact.error.npos) return;  // nobody was to be reached by it
    for (Known& known : failures_) {
      if (known.fact.receiver == fact.receiver && known.fact.integration == fact.integration &&
          known.fact.error == fact.error) {
        known.final = known.final || final;
        return;
      }
    }
    failures_.push_back({at, std::move(fact), final});
  }

  std::vector<Known> failures_;
};

}  // namespace

std::vector<Event> read_delivery_failures(std::string_view text) {
  Log log;
  while (!text.empty()) {
    const auto end = text.find('\n');
    log.read(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return log.events();
}

}  // namespace misfire
