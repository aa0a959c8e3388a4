#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "scenario/file_kind.hpp"
#include "scenario/parse.hpp"
#include "scenario/read_backends.hpp"
#include "scenario/read_teams.hpp"
#include "scenario/read_watch.hpp"
#include "scenario/toml_reader.hpp"
#include "scenario/toml_text.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

const std::vector<std::string> kPrograms = {
    "haproxy",      "nginx",    "prometheus",        "promtool",       "alertmanager",
    "amtool",       "mtail",    "blackbox_exporter", "nginx_exporter", "authd",
    "misfire-sink", "postgres", "postgres_exporter"};
constexpr JobRole kRoles[] = {JobRole::balancer,    JobRole::balancer_log, JobRole::backends,
                              JobRole::store,       JobRole::probe,        JobRole::prometheus,
                              JobRole::alertmanager};

constexpr std::int64_t kLeastMemory = 6 << 20;  // Docker's own minimum

using Texts = std::vector<std::string>;

/// What fixtures/system.toml says, with paths relative to a system file's folder.
System fixtures_values() {
  System system;
  system.balancer.config = "lb/haproxy.cfg";
  system.balancer.pool = "auth";
  system.monitoring.prometheus = "monitoring/prometheus.yml";
  system.monitoring.alertmanager = "monitoring/alertmanager.yml";
  system.monitoring.blackbox = "monitoring/blackbox.yml";
  system.monitoring.jobs = {{"haproxy", JobRole::balancer},
                            {"auth", JobRole::backends},
                            {"blackbox", JobRole::probe},
                            {"prometheus", JobRole::prometheus},
                            {"alertmanager", JobRole::alertmanager}};
  system.monitoring.pages = {{"severity", {"page", "critical"}}};
  system.monitoring.ignore = {"Watchdog"};
  system.teams = {{"auth", {"auth-oncall"}},
                  {"network", {"network-oncall"}},
                  {"database", {"database-oncall"}},
                  {"edge", {"edge-oncall"}},
                  {"monitoring", {"monitoring-oncall"}}};
  return system;
}

/// Reads one system file; what it leaves out stays as it was in `system`.
class SystemReader {
 public:
  SystemReader(const toml::table& table, const std::string& file, System& system,
               SystemDraft& draft)
      : mistakes_(file),
        root_(table, "", mistakes_),
        folder_(fs::absolute(file).parent_path()),
        system_(system),
        draft_(draft) {}

  Errors read() {
    system_.file = mistakes_.file();
    system_.monitoring.untested.clear();  // reasons are about the file's own alerts
    root_.whole("schema", 1, 1);
    if (const auto engine = root_.choice("engine", kEngines)) system_.engine = *engine;
    read_balancer();
    read_service();
    read_monitoring();
    read_teams(root_, system_);
    read_components(root_, system_);
    read_programs();
    read_watch(root_, folder_, system_.watch);
    root_.finish();
    return mistakes_.take();
  }

 private:
  /// A file that must exist. `table` may be absent: then its default is what must exist. A path
  /// that leads nowhere is reported and emptied, so that nobody reports it again.
  void read_file_path(std::optional<TableReader>& table, const std::string& key, fs::path& path,
                      Position& where) {
    std::optional<std::string> text;
    if (table && table->raw(key) != nullptr) {
      text = table->text(key);
      where = table->where(key);
      if (!text) return path.clear();
      path = *text;
    } else if (where.file.empty()) {
      where = table ? table->where() : root_.where();
    }
    if (!text && path.empty()) return;  // there is no default: nothing needs to be there
    path = (folder_ / path).lexically_normal();
    // `haproxy -f FOLDER` reads its *.cfg.
    std::error_code error;
    const bool folder = key == "config" && system_.balancer.kind == "haproxy";
    if (folder && fs::is_directory(path, error)) return;
    const auto there =
        check_is_file(path, text ? "paths are relative to the system file"
                                 : fmt::format("name the file with {} = \"…\"", key));
    if (there) return;
    mistakes_.add(table ? table->where(key) : root_.where(),
                  (text ? "" : fmt::format("{} (the default) ", key)) + there.error().message,
                  there.error().hint);
    path.clear();
  }

  void read_balancer() {
    auto table = root_.table("balancer");
    if (!table && root_.has("balancer")) return;
    BalancerSpec& spec = system_.balancer;
    spec.where = table ? table->where() : root_.where();
    if (table || spec.pool_where.file.empty()) {
      spec.pool_where = table ? table->where("pool") : spec.where;
    }
    if (table) {
      if (const auto kind = table->choice("kind", kBalancers)) spec.kind = *kind;
      if (const auto pool = table->text("pool")) spec.pool = *pool;
      if (const auto scripts = table->flag("scripts")) spec.scripts = *scripts;
      if (auto environment = table->table("environment")) {
        spec.environment.clear();
        for (const std::string& name : environment->keys()) {
          if (const auto value = environment->text(name)) spec.environment[name] = *value;
        }
      }
    }
    read_file_path(table, "config", spec.config, spec.config_where);
    if (table) table->finish();
  }

  void read_service() {
    if (auto table = root_.table("backends")) read_backends(*table, folder_, system_.backends);
    const bool own = system_.backends.own.has_value();
    if (auto table = root_.table("login")) {
      read_login(*table, folder_, own, system_.login);
    } else if (own) {
      system_.login.backend.clear();  // only authd is known to name itself
    }
  }

  void read_monitoring() {
    auto table = root_.table("monitoring");
    if (!table && root_.has("monitoring")) return;
    MonitoringSpec& spec = system_.monitoring;
    spec.where = table ? table->where() : root_.where();
    read_file_path(table, "prometheus", spec.prometheus, spec.prometheus_where);
    read_file_path(table, "alertmanager", spec.alertmanager, spec.alertmanager_where);
    if (table) read_jobs(*table);
    const auto probes = [](const auto& job) { return job.second == JobRole::probe; };
    if (table && table->has("jobs") && !table->has("blackbox") &&
        std::none_of(spec.jobs.begin(), spec.jobs.end(), probes)) {
      spec.blackbox.clear();  // the default system's, which nobody asks: it need not be there
    }
    read_file_path(table, "blackbox", spec.blackbox, spec.blackbox_where);
    if (!table) return;
    // Most balancers tell about their servers themselves; there is no default.
    if (table->raw("mtail") != nullptr)
      read_file_path(table, "mtail", spec.mtail, spec.mtail_where);
    read_labels(*table);
    if (auto pages = table->table("pages")) {
      spec.pages = read_lists(*pages);
      for (const auto& [label, values] : spec.pages) {
        for (const std::string& value : values) {
          draft_.pages.push_back(
              {label, value, pages->where(label), item_position(*pages, label, value)});
        }
      }
      if (pages->keys().empty()) {
        mistakes_.add(pages->where(), "monitoring.pages names no label: nobody could be paged",
                      "write pages = { severity = [\"page\"] }");
      }
    }
    if (const auto ignore = table->texts("ignore")) spec.ignore = *ignore;
    read_untested(*table);
    draft_.tested = read_tested(*table);
    table->finish();
  }

  void read_jobs(TableReader& monitoring) {
    auto jobs = monitoring.table("jobs");
    if (!jobs) return;
    Texts roles;
    for (const JobRole role : kRoles) roles.emplace_back(to_string(role));
    system_.monitoring.jobs.clear();
    system_.monitoring.job_where.clear();
    for (const std::string& job : jobs->keys()) {
      const auto text = jobs->choice(job, roles);
      for (const JobRole role : kRoles) {
        if (text == to_string(role)) system_.monitoring.jobs[job] = role;
      }
      system_.monitoring.job_where[job] = jobs->where(job);
    }
  }

  /// What service discovery says of a job's targets: a job without a role needs none.
  void read_labels(TableReader& monitoring) {
    auto table = monitoring.table("labels");
    if (!table) return;
    MonitoringSpec& spec = system_.monitoring;
    spec.labels.clear();
    Texts jobs;
    for (const auto& [job, role] : spec.jobs) jobs.push_back(job);
    for (const std::string& job : table->keys()) {
      if (!spec.jobs.contains(job)) {
        table->mistake(
            job, fmt::format("{}: [monitoring] jobs has no job of that name", table->full(job)),
            suggestion(job, jobs));
      }
      if (auto labels = table->table(job)) spec.labels[job] = read_lists(*labels);
    }
  }

  /// Alerts are not looked up: one that was deleted is the review's business.
  void read_untested(TableReader& monitoring) {
    auto table = monitoring.table("untested");
    if (!table) return;
    for (const std::string& alert : table->keys()) {
      if (const auto why = table->text(alert)) system_.monitoring.untested[alert] = *why;
    }
  }

  void read_programs() {
    auto table = root_.table("programs");
    if (!table) return;
    for (const std::string& name : kPrograms) {
      auto entry = table->table(name);
      if (!entry) continue;
      ProgramSpec spec = system_.programs[name];
      spec.where = entry->where("path");
      if (const auto path = entry->text("path")) {
        // A bare name is looked up in PATH, as a shell does.
        spec.path = *path;
        if (path->find('/') != std::string::npos) {
          read_file_path(entry, "path", spec.path, spec.where);
        }
      }
      if (const auto args = entry->texts("args")) spec.args = *args;
      if (const auto image = entry->text("image")) spec.image = *image;
      if (const auto memory = entry->bytes("memory", kLeastMemory)) spec.limits.memory = *memory;
      if (const auto cpus = entry->number("cpus", 0.01, 1024)) spec.limits.cpus = *cpus;
      entry->finish();
      system_.programs[name] = spec;
    }
    table->finish();
  }

  Mistakes mistakes_;
  TableReader root_;
  fs::path folder_;
  System& system_;
  SystemDraft& draft_;
};

}  // namespace

SystemDraft draft_system(std::string_view toml, const std::string& file, const System& left_out) {
  const auto table = parse_toml(toml, file);
  if (!table) return {std::nullopt, {table.error()}};
  if (auto other = scenario_instead(*table, file)) return {std::nullopt, {std::move(*other)}};
  SystemDraft draft{left_out, {}};
  draft.mistakes = SystemReader(*table, file, *draft.system, draft).read();
  return draft;
}

SystemDraft draft_system(const fs::path& path, const System& left_out) {
  const auto text = read_user_file(path, {}, kLargestToml);
  if (!text) return {std::nullopt, {text.error()}};
  return draft_system(*text, path.string(), left_out);
}

SystemDraft draft_system(const fs::path& path) {
  return draft_system(path, fixtures_values());
}

Checked<System> parse_system(std::string_view toml, const std::string& file,
                             const System& left_out) {
  SystemDraft draft = draft_system(toml, file, left_out);
  if (!draft.mistakes.empty()) return tl::unexpected(std::move(draft.mistakes));
  return std::move(*draft.system);
}

Checked<System> parse_system(std::string_view toml, const std::string& file) {
  return parse_system(toml, file, fixtures_values());
}

Checked<System> read_system(const fs::path& path, const System& left_out) {
  SystemDraft draft = draft_system(path, left_out);
  if (!draft.mistakes.empty()) return tl::unexpected(std::move(draft.mistakes));
  return std::move(*draft.system);
}

Checked<System> read_system(const fs::path& path) {
  return read_system(path, fixtures_values());
}

}  // namespace misfire
