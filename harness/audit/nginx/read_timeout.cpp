#include <fmt/format.h>

#include <set>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"
#include "base/lower_case.hpp"

namespace misfire::nginx_audit {
namespace {

using std::chrono::milliseconds;

/// Nobody waits so long for a page; what is open for longer is a stream.
constexpr milliseconds kHuge{600'000};
/// Shorter than what a healthy server that hashes a password needs now and then.
constexpr milliseconds kTiny{250};

/// WebSocket, server-sent events, gRPC: connections that are meant to stay open.
bool streams(const NginxSettings& settings, const NginxDirective& pass) {
  const NginxModel& model = settings.model();
  if (pass.name() == "grpc_pass" || model.within(pass, "stream")) return true;
  const NginxDirective* block = model.parent(pass);
  for (const NginxDirective* header : settings.all_in_force(block, "proxy_set_header")) {
    if (lower_case(header->word(1)) == "upgrade") return true;
  }
  const NginxDirective* buffering = settings.in_force(block, "proxy_buffering");
  return buffering != nullptr && buffering->word(1) == "off";
}

/// The longest that a healthy, full server takes: its queue before the request.
milliseconds longest_wait(const BackendsSpec& backends) {
  const Capacity& capacity = backends.capacity;
  const double seconds = (capacity.queue + capacity.workers) / capacity.per_second();
  return milliseconds(static_cast<long>(seconds * 1000));
}

template <class Judge>
std::vector<Place> each_timeout(const NginxSubject& subject, const Judge& judge) {
  const NginxSettings settings(subject.model);
  std::vector<Place> places;
  std::set<const NginxDirective*> told;
  for (const NginxDirective* pass : nginx_passes(subject.model)) {
    const auto timeout = settings.time_in_force(*pass, setting_of_pass(*pass, "_read_timeout"));
    if (!timeout || told.contains(timeout->directive)) continue;
    const std::string message = judge(settings, *pass, timeout->value);
    if (message.empty()) continue;
    told.insert(timeout->directive);
    places.push_back(place_of(subject.model, *timeout->directive, 1, message));
  }
  return places;
}

std::vector<Place> check_huge(const NginxSubject& subject) {
  return each_timeout(subject,
                      [](const NginxSettings& settings, const NginxDirective& pass,
                         milliseconds value) -> std::string {
                        if (value <= kHuge || streams(settings, pass)) return {};
                        return fmt::format(
                            "a server that hangs keeps each request, and its connection, for {}",
                            shown(value));
                      });
}

std::vector<Place> check_tiny(const NginxSubject& subject) {
  const auto& backends = subject.context.backends;
  const milliseconds least = backends ? longest_wait(*backends) : kTiny;
  return each_timeout(
      subject, [&](const NginxSettings&, const NginxDirective&, milliseconds value) -> std::string {
        if (value >= least) return {};
        return backends
                   ? fmt::format("{}, but a healthy server with a full queue answers after {} only",
                                 shown(value), shown(least))
                   : fmt::format("whatever takes longer than {} is answered with 504",
                                 shown(value));
      });
}

}  // namespace

NginxRule read_timeout_huge() {
  return {
      {.id = "nginx/read-timeout-huge",
       .severity = Severity::warning,
       .title = "A hanging server holds requests for longer than anybody waits",
       .why = "Only this timeout tells nginx that a server hangs, and only then does the request "
              "count as failed. Until then users wait, connections pile up, and worker_"
              "connections run out for everybody.",
       .incident = "",
       .fix = "A little more than the slowest answer that is still of use; streams and uploads "
              "get a location of their own.",
       .bad = "proxy_read_timeout 1h;",
       .good = "proxy_read_timeout 10s;",
       .topic = Topic::timeouts},
      check_huge};
}

NginxRule read_timeout_tiny() {
  return {
      {.id = "nginx/read-timeout-tiny",
       .severity = Severity::error,
       .title = "The read timeout is shorter than an answer takes",
       .why = "Answers that are on their way become 504, and each counts as a failure of the "
              "server: under load all of them are left out although none is broken.",
       .incident = "",
       .fix = "At least the time that a full server needs: (queue + workers) / logins a second.",
       .bad = "proxy_read_timeout 8ms;",
       .good = "proxy_read_timeout 10s;",
       .topic = Topic::timeouts},
      check_tiny};
}

}  // namespace misfire::nginx_audit
