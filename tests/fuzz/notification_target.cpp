// The body of a notification, as if each integration had delivered it: through the sink's inbox,
// the reader, the matcher, and into the history.
#include <array>

#include "history/codec.hpp"
#include "monitor/notification_matcher.hpp"
#include "monitor/payload.hpp"
#include "monitor/sink/answers.hpp"
#include "monitor/sink/inbox.hpp"
#include "property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

constexpr std::array<const char*, 6> kIntegrations = {"webhook",  "slack",   "pagerduty",
                                                      "opsgenie", "msteams", "pushover"};

Inbox filled(const std::string& body) {
  Inbox inbox;
  for (const char* integration : kIntegrations) {
    if (!service_answer(integration, body).accepted()) continue;
    inbox.add({.receiver = "team", .integration = integration, .body = body});
  }
  inbox.add({.receiver = "team", .integration = "webhook", .observer = true, .body = body});
  inbox.add({.protocol = SinkProtocol::alerts, .body = body});
  inbox.add(
      {.protocol = SinkProtocol::smtp, .receiver = "team", .integration = "email", .body = body});
  return inbox;
}

}  // namespace

void notification(std::string_view body) {
  const Inbox inbox = filled(std::string(body));
  const auto page = decode_received(inbox.since(0));
  require(page.has_value(), "what the sink hands out is understood");
  require(static_cast<std::size_t>(page->next) == page->received.size(), "nothing is lost");
  const auto rest = decode_received(inbox.since(page->next));
  require(rest && rest->received.empty(), "nothing is handed out twice");

  NotificationMatcher matcher;
  std::size_t notifications = 0;
  for (const Received& received : page->received) {
    matcher.add(received);
    require(read_payload(received).excerpt.size() <= 204, "an excerpt is short");
    if (received.protocol != SinkProtocol::alerts) ++notifications;
  }
  const auto events = matcher.take_all(from_nanos(1'800'000'000'000'000'000));
  std::size_t notified = 0;
  for (const Event& event : events) {
    if (std::holds_alternative<Notified>(event.fact)) ++notified;
    require(decode(encode(event)).has_value(), "what was received fits into the history");
  }
  require(notified == notifications, "each notification is told once");
  // The sink is not the only one who could answer.
  static_cast<void>(decode_received(body));
}

}  // namespace misfire::fuzz
