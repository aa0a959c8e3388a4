#include "init/guess.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <tuple>

#include "init/rules_read.hpp"
#include "monitor/missed_jobs.hpp"
#include "monitor/probes.hpp"

namespace misfire {
namespace {

/// What is surely read counts as much as a pool's name that speaks of logins.
constexpr int kPointsOfUse = 2;

class Guesser {
 public:
  Guesser(const Survey& survey, const fs::path& root) : survey_(survey), root_(root) {}

  Checked<Guess> run() {
    choose_pool();
    own_service();
    choose_monitoring();
    if (!errors_.empty()) {
      if (!survey_.whole) errors_.back().hint += "; there were too many files to look at them all";
      for (const std::string& note : survey_.deployments.notes) errors_.back().hint += "\n" + note;
      return tl::unexpected(std::move(errors_));
    }
    const auto rules = read_rules(prometheus_, out_.prometheus, survey_, root_, out_.check);
    std::vector<AlertRule> alerts;
    for (const ReadRule& rule : rules) {
      if (!rule.records) alerts.push_back(rule.rule);
    }
    out_.rules = alerts.size();
    out_.people = guess_people(alertmanager_, alerts);
    choose_jobs();
    ignore_those_that_miss_a_job(alerts);
    out_.components = guess_components(rules, out_.jobs);
    warn();
    tell_of_files();
    return std::move(out_);
  }

 private:
  void missing(std::string what, std::string hint) {
    errors_.push_back(
        {ErrorCode::usage, fmt::format("{} below {}", what, root_.string()), std::move(hint), {}});
  }

  void choose_pool() {
    std::vector<PoolGuess> pools;
    const auto add = [&](const FoundFile& file, std::vector<PoolGuess> more) {
      for (PoolGuess& pool : more) {
        pool.score += kPointsOfUse * file.use.strength;
        pools.push_back(std::move(pool));
      }
    };
    const auto haproxy = survey_.all(FoundKind::haproxy), nginx = survey_.all(FoundKind::nginx);
    for (const FoundFile* file : haproxy) add(*file, haproxy_pools(file->text, file->path));
    for (const FoundFile* file : nginx) add(*file, nginx_pools(file->text, file->path));
    if (pools.empty() && haproxy.empty() && nginx.empty()) {
      return missing("there is no configuration of HAProxy or nginx",
                     "looked for a file with a frontend and a backend that has server lines, and "
                     "for one with http { upstream … { server … } }");
    }
    if (pools.empty()) {
      const FoundFile& first = *(haproxy.empty() ? nginx : haproxy).front();
      return missing("no pool of servers that anything leads to",
                     fmt::format("{} is a configuration of {}, but no frontend or location of it "
                                 "leads to servers that it names",
                                 shown(first.path), to_string(first.kind)));
    }
    rank(pools);
    out_.pool = pools.front();
    out_.other_pools.assign(pools.begin() + 1, pools.end());
  }

  /// The one with the most of what matters; the others are set aside.
  template <class Weigh>
  const FoundFile* best(FoundKind kind, Weigh weigh) {
    const FoundFile* chosen = nullptr;
    for (const FoundFile* file : survey_.all(kind)) {
      if (chosen == nullptr || weigh(*file) > weigh(*chosen)) {
        if (chosen != nullptr) out_.set_aside.push_back(chosen->path);
        chosen = file;
      } else {
        out_.set_aside.push_back(file->path);
      }
    }
    return chosen;
  }

  static std::size_t entries(const FoundFile& file, const char* key) {
    const auto tree = parse_yaml(file.text, file.path.string());
    const YamlTree* list = tree ? tree->find(key) : nullptr;
    return list == nullptr ? 0 : list->items.size();
  }

  static YamlTree tree_of(const FoundFile& file) {
    auto tree = parse_yaml(file.text, file.path.string());
    return tree ? std::move(*tree) : YamlTree::map();  // it could be parsed before
  }

  JobHelpers helpers(bool blackbox, bool mtail) const {
    JobHelpers made{blackbox, mtail, {}, {}};
    if (out_.own) made.servers = out_.own->names;
    const FoundFile* balancer = found(out_.pool.file);
    if (balancer == nullptr || balancer->use.strength == 0) return made;
    const Deployed& one = survey_.deployments.all[balancer->use.by];
    made.balancers = one.names;
    made.balancers.push_back(one.name);
    return made;
  }

  const FoundFile* found(const fs::path& path) const {
    const auto file = std::find_if(survey_.files.begin(), survey_.files.end(),
                                   [&](const FoundFile& one) { return one.path == path; });
    return file == survey_.files.end() ? nullptr : &*file;
  }

  /// Read by a program that the balancer's compose file or manifest starts, too.
  bool together(const FoundFile& file) const {
    const FoundFile* balancer = found(out_.pool.file);
    if (balancer == nullptr || balancer->use.strength == 0 || file.use.strength == 0) return false;
    const auto& all = survey_.deployments.all;
    return all[balancer->use.by].where.file == all[file.use.by].where.file;
  }

  /// Whether any of its jobs has a part in a run of that pool, who reads it, how many have a part,
  /// and how many it has.
  std::tuple<bool, bool, int, std::size_t, std::size_t> weight_of_prometheus(
      const FoundFile& file) const {
    const auto jobs = guess_jobs(tree_of(file), out_.pool, helpers(true, true));
    const auto roles = std::count_if(jobs.begin(), jobs.end(),
                                     [](const JobGuess& job) { return job.role.has_value(); });
    return {roles > 0, together(file), file.use.strength, static_cast<std::size_t>(roles),
            jobs.size()};
  }

  void choose_monitoring() {
    const auto* prometheus = best(
        FoundKind::prometheus, [&](const FoundFile& file) { return weight_of_prometheus(file); });
    if (prometheus == nullptr) {
      missing("there is no configuration of Prometheus",
              "looked for a YAML file with scrape_configs");
    } else {
      out_.prometheus = prometheus->path;
      prometheus_ = tree_of(*prometheus);
    }
    // Files that belong together lie together.
    const auto* alertmanager = best(FoundKind::alertmanager, [&](const FoundFile& file) {
      const bool beside = file.path.parent_path() == out_.prometheus.parent_path();
      return std::tuple(together(file), file.use.strength, beside, entries(file, "receivers"));
    });
    if (alertmanager == nullptr) {
      missing("there is no configuration of Alertmanager",
              "looked for a YAML file with route and receivers");
    } else {
      out_.alertmanager = alertmanager->path;
      alertmanager_ = tree_of(*alertmanager);
    }
  }

  void choose_jobs() {
    const auto blackbox = survey_.all(FoundKind::blackbox), mtail = survey_.all(FoundKind::mtail);
    out_.jobs = guess_jobs(prometheus_, out_.pool, helpers(!blackbox.empty(), !mtail.empty()));
    const auto plays = [&](JobRole role) {
      return std::any_of(out_.jobs.begin(), out_.jobs.end(),
                         [&](const JobGuess& job) { return job.role == role; });
    };
    if (plays(JobRole::probe)) {
      out_.blackbox = (*std::max_element(blackbox.begin(), blackbox.end(),
                                         [](const FoundFile* a, const FoundFile* b) {
                                           return a->use.strength < b->use.strength;
                                         }))
                          ->path;
      leave_out_unanswered_probes();
    }
    if (plays(JobRole::balancer_log)) out_.mtail = mtail.front()->path;
    if (!plays(JobRole::balancer)) {
      out_.check.push_back(
          "no scrape job is the balancer's: alerts on its metrics see nothing; name it under "
          "[monitoring] jobs");
    }
  }

  /// A run has a login entry, over HTTP: nobody in it answers a ping.
  void leave_out_unanswered_probes() {
    const FoundFile* file = found(out_.blackbox);
    const YamlTree* jobs = prometheus_.find("scrape_configs");
    if (file == nullptr || jobs == nullptr) return;
    const ProbeModules modules = probe_modules(tree_of(*file));
    for (const YamlTree& tree : jobs->items) {
      const auto module = modules.find(module_of(tree));
      if (module == modules.end() || module->second.is_answered()) continue;
      for (JobGuess& job : out_.jobs) {
        if (job.name != tree.get("job_name") || job.role != JobRole::probe) continue;
        job.role.reset();
        job.why = fmt::format("its module \"{}\" asks by {}, which nobody in a run answers",
                              module->first, module->second.prober);
      }
    }
  }

  /// Pages that ask whether a job's series are absent() fire all the time where it is not scraped.
  void ignore_those_that_miss_a_job(const std::vector<AlertRule>& alerts) {
    std::vector<std::string> left_out, kept;
    for (const JobGuess& job : out_.jobs) {
      // The accounts stand in a file, unless somebody writes store = "postgres".
      const bool out = !job.role || job.role == JobRole::store;
      (out ? left_out : kept).push_back(job.name);
    }
    MonitoringFacts facts;
    facts.pages = out_.people.pages;
    for (const AlertRule& rule : alerts) {
      if (!is_page(facts, rule.labels)) continue;
      const auto missed = missed_job(rule.expr, left_out, kept);
      auto& ignore = out_.people.ignore;
      if (!missed || std::find(ignore.begin(), ignore.end(), rule.name) != ignore.end()) continue;
      ignore.push_back(rule.name);
      out_.people.why_ignored.push_back(fmt::format(
          "{} is ignored: {} looks for what only the job \"{}\" has, which a run does not "
          "scrape",
          rule.name, missed->call, missed->job));
      out_.check.push_back(out_.people.why_ignored.back());
    }
  }

  void warn() {
    const PoolGuess& pool = out_.pool;
    if (!out_.other_pools.empty()) {
      std::vector<std::string> names;
      for (const PoolGuess& other : out_.other_pools) {
        names.push_back(other.file == pool.file
                            ? other.name
                            : fmt::format("{} of {}", other.name, shown(other.file)));
      }
      out_.check.push_back(fmt::format("is \"{}\" the pool that the logins go to? There {} also {}",
                                       pool.name, names.size() == 1 ? "is" : "are",
                                       fmt::join(names, ", ")));
    }
    const bool others_checked = std::any_of(out_.other_pools.begin(), out_.other_pools.end(),
                                            [](const PoolGuess& other) { return other.checked; });
    if (others_checked) {
      out_.check.push_back(
          "a run has the servers of one pool; those of the others are down for the balancer, and "
          "alerts that do not say which pool they are about see that");
    }
    if (pool.servers.size() < 2) {
      out_.check.push_back(
          fmt::format("the pool \"{}\" has a single server: nothing can be out of "
                      "balance",
                      pool.name));
    }
    if (pool.by_address) {
      out_.check.push_back(fmt::format(
          "the pool \"{}\" chooses a server by the client's address, and all logins of a run come "
          "from one: one server gets them all, and the baseline will not be steady",
          pool.name));
    }
    if (pool.balancer == "haproxy" && pool.exporter_ports.empty()) {
      out_.check.push_back(
          "no frontend serves HAProxy's Prometheus exporter (http-request use-service "
          "prometheus-exporter); a run needs one");
    }
    if (out_.people.symptom_rule.empty()) {
      out_.check.push_back(
          "no rule pages for logins that fail: the first scenario will not pass, "
          "and says what should have been noticed");
    }
  }

  std::string shown(const fs::path& path) const {
    return short_name(survey_.final_path(path, root_), root_);
  }

  void own_service() {
    out_.own = misfire::own_service(out_.pool, survey_.deployments.all);
    const FoundFile* file = found(out_.pool.file);
    if (file == nullptr || file->use.strength == 0 || file->kind != FoundKind::haproxy) return;
    out_.variables = used_variables(file->text, survey_.deployments.all[file->use.by]);
    for (const std::string& name : out_.variables.withheld) {
      out_.check.push_back(fmt::format(
          "the value of {} is not copied, it looks like a secret: export it before a run", name));
    }
  }

  /// And from now on they are where init writes them.
  void tell_of_files() {
    const auto settle = [&](fs::path& path) {
      const FoundFile* file = found(path);
      path = survey_.final_path(path, root_);
      if (file == nullptr) return;
      std::string& about = out_.about[path];
      about = file->origin;
      if (file->use.strength > 0) about += (about.empty() ? "" : "; ") + file->use.why;
      if (about.empty()) out_.about.erase(path);
    };
    settle(out_.pool.file);
    for (PoolGuess& other : out_.other_pools) settle(other.file);
    for (fs::path* path : {&out_.prometheus, &out_.alertmanager, &out_.blackbox, &out_.mtail}) {
      if (!path->empty()) settle(*path);
    }
    for (fs::path& path : out_.set_aside) settle(path);
    const auto& notes = survey_.deployments.notes;
    out_.check.insert(out_.check.end(), notes.begin(), notes.end());
  }

  const Survey& survey_;
  fs::path root_;
  YamlTree prometheus_, alertmanager_;
  Errors errors_;
  Guess out_;
};

}  // namespace

Checked<Guess> guess(const Survey& survey, const fs::path& root) {
  return Guesser(survey, root).run();
}

}  // namespace misfire
