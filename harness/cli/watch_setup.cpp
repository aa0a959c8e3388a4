#include "cli/watch_setup.hpp"

#include <fmt/format.h>

#include <map>

#include "audit/audit.hpp"
#include "base/clock.hpp"
#include "base/duration.hpp"
#include "scenario/parse.hpp"

namespace misfire {
namespace {

/// Findings of the rules, by rule; a reasoned comment in the file silences one.
Checked<std::vector<watch::FindingCount>> count_findings(const BalancerSpec& balancer) {
  const auto kind = balancer.kind == "nginx" ? FileKind::nginx : FileKind::haproxy;
  const auto audited = audit({balancer.config}, kind);
  if (!audited) return tl::unexpected(audited.error());
  std::map<std::string, watch::FindingCount> counts;
  for (const Finding& finding : audited->findings) {
    if (!finding.suppressed.empty()) continue;
    watch::FindingCount& count = counts[finding.rule];
    count = {finding.rule, to_string(finding.severity), count.count + 1};
  }
  std::vector<watch::FindingCount> all;
  for (const auto& [rule, count] : counts) all.push_back(count);
  return all;
}

/// The command line wins over the system file.
void take_options(const WatchOptions& options, WatchSpec& spec, Errors& errors) {
  const auto wrong = [&](const char* option, const Error& error) {
    errors.push_back(
        {ErrorCode::usage, fmt::format("{}: {}", option, error.message), error.hint, {}});
  };
  const auto take = [&](const char* option, const std::string& text, auto parse, auto& into) {
    if (text.empty()) return;
    auto value = parse(text);
    if (value) into = std::move(*value);
    if (!value) wrong(option, value.error());
  };
  take("--runtime-api", options.runtime_api, parse_endpoint, spec.runtime_api);
  take("--status-page", options.status_page, parse_status_page, spec.status_page);
  take("--listen", options.listen, parse_endpoint, spec.listen);
  take("--every", options.every, parse_duration, spec.every);
  if (!options.pid_file.empty()) spec.pid_file = options.pid_file;
  if (spec.every < kShortestEvery || spec.every > kLongestEvery) {
    wrong("--every", {ErrorCode::usage,
                      format_duration(spec.every) + " is no period to look in",
                      fmt::format("it is at least {} and at most {}",
                                  format_duration(kShortestEvery), format_duration(kLongestEvery)),
                      {}});
  }
  if (!spec.listen.path.empty()) {
    wrong("--listen", {ErrorCode::usage,
                       spec.listen.path + " is no place for Prometheus to ask",
                       "write an IP address and a port: 127.0.0.1:9797",
                       {}});
  }
}

}  // namespace

Checked<WatchSetup> set_up_watch(const WatchOptions& options) {
  auto system = read_system(options.system, System{});
  if (!system) return tl::unexpected(system.error());
  Errors errors;
  take_options(options, system->watch, errors);
  auto target = watch::make_target(*system);
  if (!target) errors.insert(errors.end(), target.error().begin(), target.error().end());
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  auto state = options.state.empty()
                   ? watch::StateFile::usual(options.system, system->balancer.config)
                   : Result<watch::StateFile>(watch::StateFile(options.state));
  if (!state) return tl::unexpected(Errors{state.error()});

  const SystemClock clock;
  watch::Status status;
  status.version = MISFIRE_VERSION;
  status.balancer = system->balancer.kind;
  status.started = clock.now();
  const Duration every = system->watch.every.value;
  return WatchSetup{
      {std::move(*target), every, [spec = system->balancer] { return count_findings(spec); }},
      std::move(*state),
      std::move(status),
      system->watch.listen};
}

}  // namespace misfire
