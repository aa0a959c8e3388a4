#include <fmt/format.h>

#include <algorithm>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"
#include "base/lower_case.hpp"

namespace misfire::nginx_audit {
namespace {

bool has_pass(const NginxModel& model, const NginxDirective& block) {
  return std::any_of(block.inside.begin(), block.inside.end(), [&](std::size_t i) {
    return is_pass(model[i]) || (model[i].block && !model[i].entry && has_pass(model, model[i]));
  });
}

/// A preflight request has no other answer.
bool asks_for_method(const NginxDirective& condition) {
  return std::any_of(condition.words.begin(), condition.words.end(), [](const NginxWord& word) {
    return word.text.find("$request_method") != std::string::npos ||
           lower_case(word.text).find("options") != std::string::npos;
  });
}

/// The block whose requests are answered instead of handed on; null: it is no such `return`.
const NginxDirective* answered(const NginxModel& model, const NginxDirective& answer) {
  const std::string& status = answer.word(1);
  if (answer.name() != "return" || answer.entry || status.size() != 3 || status[0] != '2')
    return nullptr;
  const NginxDirective* block = model.parent(answer);
  if (block == nullptr) return nullptr;
  if (block->name() == "if") {
    if (asks_for_method(*block)) return nullptr;
    block = model.parent(*block);
  }
  const bool takes = block != nullptr && (block->name() == "server" || block->name() == "location");
  return takes && has_pass(model, *block) && serves_users(model, answer) ? block : nullptr;
}

std::vector<Place> check(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  std::vector<Place> places;
  for (const NginxDirective& directive : model.directives()) {
    const NginxDirective* block = answered(model, directive);
    if (block == nullptr) continue;
    places.push_back(place_of(
        model, directive, 1,
        fmt::format("nginx answers {} itself where this {} would hand the request on: nothing "
                    "counts as an error, and nothing is done",
                    directive.word(1), block->name())));
  }
  return places;
}

}  // namespace

NginxRule maintenance_page() {
  return {{.id = "nginx/maintenance-page",
           .severity = Severity::warning,
           .title = "`return 200` in the place of the servers",
           .why = "A maintenance page with status 200: monitors, probes and clients take it for an "
                  "answer. A `return` of a server or location comes before everything that is "
                  "handed on there, so that one that was meant for an hour takes all requests.",
           .incident = "",
           .fix = "return 503 with a Retry-After header, and only behind a condition that somebody "
                  "is told about.",
           .bad = "location /login { return 200 \"maintenance\"; proxy_pass http://auth; }",
           .good = "if (-f /etc/nginx/maintenance) { return 503; }",
           .topic = Topic::masking},
          check};
}

}  // namespace misfire::nginx_audit
