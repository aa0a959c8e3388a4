// The fuzz targets: a function each, in a file each (NAME_target.cpp). Each feeds its input to a
// parser and checks what must hold of the result, so that more than crashes are found.
#pragma once

#include <array>
#include <string_view>

namespace misfire::fuzz {

// What a user writes.
void scenario(std::string_view toml);
void system_file(std::string_view toml);
void matchers(std::string_view);
void users(std::string_view csv);
void times(std::string_view);  ///< durations, instants, times of the week, the balancers' times
void haproxy_config(std::string_view);
void nginx_config(std::string_view);
void audit_haproxy(std::string_view);  ///< with its suppressions, as the others
void audit_nginx(std::string_view);
void audit_monitoring(std::string_view);  ///< rules, scrape jobs and routing
void promql(std::string_view expression);
void yaml(std::string_view);
void prometheus(std::string_view yaml);
void rules(std::string_view yaml);
void alertmanager(std::string_view yaml);
void mute_times(std::string_view);  ///< first line: the scenario's time; then an interval's YAML
void routing(std::string_view yaml);
void blackbox(std::string_view yaml);
void deployments(std::string_view yaml);  ///< compose files and manifests

// What a run wrote, and is read again.
void history(std::string_view line);
void logins(std::string_view bytes);
void plan(std::string_view json);
void recording(std::string_view json);
void judge_history(std::string_view lines);

// What other programs say.
void haproxy_runtime(std::string_view);
void notification(std::string_view);  ///< a body, as if each service's integration had sent it
void delivery_log(std::string_view);
void prometheus_answer(std::string_view json);  ///< as if it answered every question
void authd_http(std::string_view bytes);
void sink_http(std::string_view bytes);
void sink_smtp(std::string_view bytes);
void guardian_message(std::string_view bytes);
void watched(std::string_view);  ///< a live balancer's answer; a watch's own files

struct Target {
  std::string_view name;
  void (*run)(std::string_view);
};

inline constexpr std::array kTargets = {
    Target{"scenario", scenario},
    Target{"system_file", system_file},
    Target{"matchers", matchers},
    Target{"users", users},
    Target{"times", times},
    Target{"haproxy_config", haproxy_config},
    Target{"nginx_config", nginx_config},
    Target{"audit_haproxy", audit_haproxy},
    Target{"audit_nginx", audit_nginx},
    Target{"audit_monitoring", audit_monitoring},
    Target{"promql", promql},
    Target{"yaml", yaml},
    Target{"prometheus", prometheus},
    Target{"rules", rules},
    Target{"alertmanager", alertmanager},
    Target{"mute_times", mute_times},
    Target{"routing", routing},
    Target{"blackbox", blackbox},
    Target{"deployments", deployments},
    Target{"history", history},
    Target{"logins", logins},
    Target{"plan", plan},
    Target{"recording", recording},
    Target{"judge_history", judge_history},
    Target{"haproxy_runtime", haproxy_runtime},
    Target{"notification", notification},
    Target{"delivery_log", delivery_log},
    Target{"prometheus_answer", prometheus_answer},
    Target{"authd_http", authd_http},
    Target{"sink_http", sink_http},
    Target{"sink_smtp", sink_smtp},
    Target{"guardian_message", guardian_message},
    Target{"watched", watched},
};

}  // namespace misfire::fuzz
