// What the real services answer to a notification, so that Alertmanager takes it for delivered, or
// for refused where the real service would refuse it. Pure.
#pragma once

#include <string>
#include <string_view>

namespace misfire {

struct ServiceAnswer {
  int status = 200;
  std::string content_type;
  std::string body;
  bool accepted() const { return status < 300; }
};

/// `integration` as Alertmanager names it: "webhook", "slack", "pagerduty", "opsgenie", …
ServiceAnswer service_answer(std::string_view integration, std::string_view body);

}  // namespace misfire
