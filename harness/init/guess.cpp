#include "init/guess.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/glob.hpp"
#include "monitor/prometheus_rules.hpp"

namespace misfire {
namespace {

constexpr ModelDuration kMinute{std::chrono::minutes(1)};  // Prometheus's default

/// How files are named in what people read.
std::string short_name(const fs::path& path, const fs::path& root) {
  const fs::path relative = path.lexically_relative(root);
  return relative.empty() || relative.string().starts_with("..") ? path.string()
                                                                 : relative.string();
}

class Guesser {
 public:
  Guesser(const Survey& survey, const fs::path& root) : survey_(survey), root_(root) {}

  Checked<Guess> run() {
    choose_pool();
    choose_monitoring();
    if (!errors_.empty()) {
      if (!survey_.whole) errors_.back().hint += "; there were too many files to look at them all";
      return tl::unexpected(std::move(errors_));
    }
    read_rules();
    out_.rules = rules_.size();
    out_.people = guess_people(alertmanager_, rules_);
    choose_jobs();
    warn();
    return std::move(out_);
  }

 private:
  void missing(std::string what, std::string hint) {
    errors_.push_back(
        {ErrorCode::usage, fmt::format("{} below {}", what, root_.string()), std::move(hint), {}});
  }

  void choose_pool() {
    std::vector<PoolGuess> pools;
    const auto add = [&](std::vector<PoolGuess> more) {
      pools.insert(pools.end(), more.begin(), more.end());
    };
    const auto haproxy = survey_.all(FoundKind::haproxy), nginx = survey_.all(FoundKind::nginx);
    for (const FoundFile* file : haproxy) add(haproxy_pools(file->text, file->path));
    for (const FoundFile* file : nginx) add(nginx_pools(file->text, file->path));
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
                                 short_name(first.path, root_), to_string(first.kind)));
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

  /// How many of its jobs have a part in a run of that pool, then how many it has.
  std::pair<std::size_t, std::size_t> weight_of_prometheus(const FoundFile& file) const {
    const JobHelpers all{true, true};
    const auto jobs = guess_jobs(tree_of(file), out_.pool, all);
    const auto roles = std::count_if(jobs.begin(), jobs.end(),
                                     [](const JobGuess& job) { return job.role.has_value(); });
    return {static_cast<std::size_t>(roles), jobs.size()};
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
      return std::pair(beside, entries(file, "receivers"));
    });
    if (alertmanager == nullptr) {
      missing("there is no configuration of Alertmanager",
              "looked for a YAML file with route and receivers");
    } else {
      out_.alertmanager = alertmanager->path;
      alertmanager_ = tree_of(*alertmanager);
    }
  }

  void read_rules() {
    const YamlTree* patterns = prometheus_.find("rule_files");
    const YamlTree none;
    std::vector<std::string> without;
    for (const YamlTree& pattern : (patterns != nullptr ? *patterns : none).items) {
      fs::path path = pattern.text;
      if (path.is_relative()) path = out_.prometheus.parent_path() / path;
      const auto files = files_matching(path);
      if (files.empty()) without.push_back(pattern.text);
      for (const fs::path& file : files) {
        auto read = scale_rules(file, short_name(file, root_), 1, {kMinute, {}});
        if (!read) {
          out_.check.push_back(fmt::format("{} cannot be read: {}", short_name(file, root_),
                                           read.error().front().message));
          continue;
        }
        for (ReadRule& rule : read->rules) {
          if (!rule.records) rules_.push_back(std::move(rule.rule));
        }
      }
    }
    if (without.empty()) return;
    std::vector<std::string> found;
    for (const FoundFile* file : survey_.all(FoundKind::rules)) {
      found.push_back(short_name(file->path, root_));
    }
    out_.check.push_back(
        fmt::format("rule_files of {} names {}, which is not here{}",
                    short_name(out_.prometheus, root_), fmt::join(without, ", "),
                    found.empty() ? ""
                                  : fmt::format(" ({} is; a path there is relative to the file)",
                                                fmt::join(found, ", "))));
  }

  void choose_jobs() {
    const auto blackbox = survey_.all(FoundKind::blackbox), mtail = survey_.all(FoundKind::mtail);
    out_.jobs = guess_jobs(prometheus_, out_.pool, {!blackbox.empty(), !mtail.empty()});
    const auto plays = [&](JobRole role) {
      return std::any_of(out_.jobs.begin(), out_.jobs.end(),
                         [&](const JobGuess& job) { return job.role == role; });
    };
    if (plays(JobRole::probe)) out_.blackbox = blackbox.front()->path;
    if (plays(JobRole::balancer_log)) out_.mtail = mtail.front()->path;
    if (!plays(JobRole::balancer)) {
      out_.check.push_back(
          "no scrape job is the balancer's: alerts on its metrics see nothing; name it under "
          "[monitoring] jobs");
    }
  }

  void warn() {
    const PoolGuess& pool = out_.pool;
    if (!out_.other_pools.empty()) {
      std::vector<std::string> names;
      for (const PoolGuess& other : out_.other_pools) names.push_back(other.name);
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

  const Survey& survey_;
  fs::path root_;
  YamlTree prometheus_, alertmanager_;
  std::vector<AlertRule> rules_;
  Errors errors_;
  Guess out_;
};

}  // namespace

Checked<Guess> guess(const Survey& survey, const fs::path& root) {
  return Guesser(survey, root).run();
}

}  // namespace misfire
