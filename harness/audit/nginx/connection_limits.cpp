#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire::nginx_audit {
namespace {

/// nginx's default is 512; whoever writes less, means it.
constexpr long kFew = 256;

std::optional<long> number(const NginxDirective* directive) {
  if (directive == nullptr) return {};
  const std::string& text = directive->word(1);
  long value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || rest != text.data() + text.size()) return {};
  return value;
}

const NginxDirective* worker_connections(const NginxModel& model) {
  const NginxDirective* events = model.last(nullptr, "events");
  return events == nullptr ? nullptr : model.last(events, "worker_connections");
}

std::vector<Place> check_few(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  const NginxDirective* limit = worker_connections(model);
  const auto connections = number(limit);
  if (!connections || nginx_passes(model).empty()) return {};
  // As many as the pool can work on and queue; each has a client's connection and a server's. Of
  // `auto` workers there may be one.
  const auto& backends = subject.context.backends;
  const auto workers = number(model.last(nullptr, "worker_processes"));
  if (backends) {
    const Capacity& one = backends->capacity;
    const long needed = 2L * backends->count * (one.workers + one.queue);
    const long there = *connections * workers.value_or(1);
    if (there >= needed) return {};
    return {place_of(model, *limit, 1,
                     fmt::format("{} connections, but the pool takes {} requests at once, with two "
                                 "connections each: {}",
                                 there, needed / 2, needed))};
  }
  if (*connections >= kFew) return {};
  return {
      place_of(model, *limit, 1,
               fmt::format("a worker has {} connections, two for each request that it hands on, "
                           "idle clients included; nginx's own default is 512",
                           *connections))};
}

std::vector<Place> check_files(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  const NginxDirective* limit = model.last(nullptr, "worker_rlimit_nofile");
  const auto files = number(limit);
  const auto connections = number(worker_connections(model));
  if (!files || !connections || *files >= *connections) return {};
  return {
      place_of(model, *limit, 1,
               fmt::format("a worker may open {} files, but is to have {} connections: accept() "
                           "fails with \"Too many open files\" first",
                           *files, *connections))};
}

constexpr const char* kIncident =
    "GitHub, 9 January 2024: a connection limit lower than intended bit during a host upgrade, 140 "
    "minutes.";

}  // namespace

NginxRule few_connections() {
  return {
      {.id = "nginx/few-connections",
       .severity = Severity::error,
       .title = "worker_connections is small",
       .why = "A full worker accepts nothing: clients hang in the kernel's queue, no status code "
              "is counted, and nginx sees nothing wrong. Keep-alive connections of idle "
              "clients count as well.",
       .incident = kIncident,
       .fix = "Some thousands: an idle connection costs less than a kilobyte. Alert on active "
              "connections against the limit.",
       .bad = "events { worker_connections 16; }",
       .good = "events { worker_connections 4096; }",
       .topic = Topic::limits},
      check_few};
}

NginxRule fewer_files_than_connections() {
  return {
      {.id = "nginx/fewer-files-than-connections",
       .severity = Severity::warning,
       .title = "worker_rlimit_nofile is below worker_connections",
       .why = "Each connection is an open file, and each request that is handed on has two. The "
              "lower limit is reached first, in the busiest hour, with errors in a log that "
              "nobody reads.",
       .incident = kIncident,
       .fix = "At least twice worker_connections.",
       .bad = "worker_rlimit_nofile 1024;\nevents { worker_connections 4096; }",
       .good = "worker_rlimit_nofile 8192;\nevents { worker_connections 4096; }",
       .topic = Topic::limits},
      check_files};
}

}  // namespace misfire::nginx_audit
