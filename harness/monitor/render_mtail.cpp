// mtail, which makes metrics of the balancer's log by a program of the user's.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "monitor/check_files.hpp"
#include "monitor/render.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kPoll = 250ms;         // mtail's default: how often it looks for new lines
constexpr Duration kShortestPoll = 10ms;  // below it the looking becomes a load
constexpr Duration kPatience = 30s;

/// "access_log.mtail:3:5-20: syntax error…" as a mistake at its place; nothing for what mtail tells
/// about itself.
std::optional<Error> as_error(std::string_view line, const Origin& origin) {
  constexpr std::string_view kName = ".mtail:";
  const std::size_t name = line.find(kName);
  if (name == std::string_view::npos || line.find(' ') < name) return std::nullopt;
  Position where{origin.file};
  const char* end = line.data() + line.size();
  const char* at = line.data() + name + kName.size();
  at = std::from_chars(at, end, where.line).ptr;
  if (at != end && *at == ':') std::from_chars(at + 1, end, where.column);
  const std::size_t text = line.find(": ", name);
  if (where.line == 0 || text == std::string_view::npos) return std::nullopt;
  return Error{
      ErrorCode::usage, fmt::format("mtail refuses this: {}", line.substr(text + 2)), {}, where};
}

}  // namespace

Checked<RenderedMtail> render_mtail(const System& system, double speed) {
  RenderedMtail out;
  const MonitoringSpec& monitoring = system.monitoring;
  const bool wanted =
      std::any_of(monitoring.jobs.begin(), monitoring.jobs.end(),
                  [](const auto& job) { return job.second == JobRole::balancer_log; });
  if (monitoring.mtail.empty()) {
    if (!wanted) return out;
    return tl::unexpected(
        Errors{{ErrorCode::usage, "a job has the role \"balancer-log\", but no mtail file is given",
                "add mtail = \"….mtail\" to [monitoring]", monitoring.where}});
  }
  if (system.balancer.kind != "nginx") {
    return tl::unexpected(
        Errors{{ErrorCode::usage,
                fmt::format("{} writes no log that mtail could read here", system.balancer.kind),
                "leave out mtail: its metrics are its own exporter's", monitoring.mtail_where}});
  }
  auto text = read_user_file(monitoring.mtail, monitoring.mtail_where);
  if (!text) return tl::unexpected(Errors{text.error()});
  const std::string name = "progs/" + monitoring.mtail.stem().string() + ".mtail";
  out.files[name] = std::move(*text);
  out.origins[name] = Origin{monitoring.mtail.string(), {}, {}};
  const Duration poll =
      std::max(kShortestPoll, Duration(static_cast<std::int64_t>(
                                  static_cast<double>(kPoll.count()) / std::max(speed, 1.0))));
  const auto milliseconds = std::chrono::round<std::chrono::milliseconds>(poll).count();
  out.flags = {"--progs=progs", "--logtostderr", fmt::format("--poll_interval={}ms", milliseconds),
               fmt::format("--poll_log_interval={}ms", milliseconds)};
  if (speed > 1) {
    out.changes.push_back(fmt::format("mtail looks for new lines every {} ms", milliseconds));
  }
  return out;
}

Checked<void> check_mtail(const FileSet& files, const Tool& mtail, const Origins& origins) {
  if (files.empty()) return {};
  // Even to compile it listens: on a port that the kernel chooses.
  const auto run = mtail.run(
      {"--progs=progs", "--compile_only", "--logtostderr", "--address=127.0.0.1", "--port=0"},
      kPatience, files);
  if (!run) return tl::unexpected(Errors{run.error()});
  if (run->exit_code == 0) return {};
  Errors errors;
  for (std::string_view rest = run->output; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    auto error = as_error(rest.substr(0, end), origins.begin()->second);
    if (error) errors.push_back(std::move(*error));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (errors.empty()) {
    errors.push_back(
        {ErrorCode::environment,
         fmt::format("mtail broke down (exit code {}): {}", run->exit_code, run->output),
         "does mtail -version work?",
         {}});
  }
  return tl::unexpected(std::move(errors));
}

}  // namespace misfire
