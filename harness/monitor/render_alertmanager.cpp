#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>

#include "base/duration.hpp"
#include "base/glob.hpp"
#include "base/nearest.hpp"
#include "monitor/integrations.hpp"
#include "monitor/mute_times.hpp"
#include "monitor/prometheus_jobs.hpp"
#include "monitor/promql_scale.hpp"
#include "monitor/render.hpp"
#include "monitor/route_matchers.hpp"
#include "monitor/yaml_tree.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

/// Alertmanager's own defaults for the root of the routing tree (dispatch/route.go).
constexpr const char* kTimers[] = {"group_wait", "group_interval", "repeat_interval"};
constexpr const char* kDefaults[] = {"30s", "5m", "4h"};

class Renderer {
 public:
  Renderer(const System& system, const MonitoringAddresses& addresses, double speed, std::string at,
           const YamlTree* edited)
      : named_at_(system.monitoring.alertmanager_where),
        file_(system.monitoring.alertmanager),
        addresses_(addresses),
        speed_(speed),
        at_(std::move(at)),
        edited_(edited) {}

  Checked<RenderedAlertmanager> render() {
    auto tree = edited_ != nullptr ? Result<YamlTree>(*edited_) : read_yaml(file_, named_at_);
    if (!tree) return tl::unexpected(Errors{tree.error()});
    if (!tree->is_map()) {
      mistake(tree->is_null() ? "the file is empty" : "this is no Alertmanager configuration",
              Position{file_.string(), 1, 1},
              "an Alertmanager configuration is a map with `route` and `receivers`");
      return tl::unexpected(errors_);
    }
    shapes(*tree);
    global(*tree);
    receivers(*tree);
    routes(*tree);
    time_intervals(*tree);
    templates(*tree);
    if (tree->erase("tracing")) out_.changes.push_back("alertmanager.yml: without tracing");
    if (!errors_.empty()) return tl::unexpected(in_file_order());
    out_.files["alertmanager.yml"] = emit_yaml(*tree);
    out_.origins["alertmanager.yml"] =
        origin_of(*tree, out_.files["alertmanager.yml"], file_.string());
    flags();
    return std::move(out_);
  }

 private:
  void mistake(std::string message, Position where, std::string hint = {}) {
    errors_.push_back({ErrorCode::usage, std::move(message), std::move(hint), std::move(where)});
  }

  Errors in_file_order() {
    std::stable_sort(errors_.begin(), errors_.end(), [](const Error& a, const Error& b) {
      const Position x = a.where.value_or(Position{}), y = b.where.value_or(Position{});
      return std::tie(x.file, x.line, x.column) < std::tie(y.file, y.line, y.column);
    });
    return std::move(errors_);
  }

  void take(ReceiverNotes notes) {
    for (auto& c : notes.changes) out_.changes.push_back("alertmanager.yml: " + std::move(c));
    for (auto& l : notes.limits) out_.limits.push_back("alertmanager.yml: " + std::move(l));
    out_.observers.merge(notes.observers);
    for (auto& e : notes.errors) errors_.push_back(std::move(e));
  }

  // Parts that are walked below. What is wrong deeper inside, amtool tells.
  void shapes(const YamlTree& tree) {
    for (const auto& [key, kind] : {std::pair("receivers", YamlTree::Kind::sequence),
                                    {"global", YamlTree::Kind::map},
                                    {"templates", YamlTree::Kind::sequence}}) {
      const YamlTree* part = tree.find(key);
      if (part == nullptr || part->is_null() || part->kind == kind) continue;
      mistake(fmt::format("{} must be {}", key, kind == YamlTree::Kind::map ? "a map" : "a list"),
              part->where());
    }
  }

  void global(YamlTree& tree) {
    if (tree.find("global") == nullptr) tree.set("global", YamlTree::map());
    YamlTree& global = *tree.find("global");
    ReceiverNotes notes;
    redirect_global(global, notes);
    take(std::move(notes));
    scale(global, "resolve_timeout", "5m");
  }

  static bool has_no_integration(const YamlTree& receiver) {
    return std::none_of(receiver.entries.begin(), receiver.entries.end(), [](const auto& entry) {
      return entry.first.ends_with("_configs") && !entry.second.items.empty();
    });
  }

  void receivers(YamlTree& tree) {
    YamlTree* list = tree.find("receivers");
    if (list == nullptr || list->is_null() || (list->is_sequence() && list->items.empty())) {
      mistake("there are no `receivers`: a route needs one to lead to",
              list == nullptr ? tree.where() : list->key_where(), "receivers: [ { name: … } ]");
      return;
    }
    if (!list->is_sequence()) return;  // told
    const SinkAddresses sink{addresses_.sink, addresses_.sink_smtp};
    ReceiverNotes notes;
    for (YamlTree& receiver : list->items) {
      if (receiver.get("name").empty()) {
        mistake("a receiver needs a name", receiver.where());
        continue;
      }
      out_.receivers.push_back(receiver.get("name"));
      if (has_no_integration(receiver)) out_.empty_receivers.push_back(receiver.get("name"));
      redirect_receiver(receiver, sink, notes);
    }
    take(std::move(notes));
  }

  /// Replaces a duration by the scaled one; what it was in model time.
  ModelDuration scale(YamlTree& in, const char* key, const char* otherwise) {
    if (in.find(key) == nullptr && otherwise == nullptr) return {};
    const ModelDuration standard =
        otherwise == nullptr ? ModelDuration{} : parse_duration(otherwise).value();
    const ModelDuration duration = duration_at(in, key, standard, errors_);
    in.set(key, YamlTree::plain(speed_ == 1 ? format_duration(duration)
                                            : scaled_duration(duration, speed_)));
    return duration;
  }

  void routes(YamlTree& tree) {
    YamlTree* root = tree.find("route");
    if (root == nullptr || !root->is_map()) {
      mistake("there is no `route`: Alertmanager needs the root of a routing tree", tree.where(),
              "route: { receiver: … }");
      return;
    }
    route(*root, Route{});
    if (speed_ != 1) {
      out_.changes.push_back(
          fmt::format("alertmanager.yml: group_wait, group_interval, repeat_interval and "
                      "resolve_timeout divided "
                      "by {:g}",
                      speed_));
    }
  }

  /// Only groups may be notified of at once.
  void refuse_zero(const YamlTree& node, const std::string& key) {
    const YamlTree* own = node.find(key);
    if (key == kTimers[0] || own == nullptr || !own->is_scalar()) return;
    const auto given = parse_duration(own->text);
    if (!given || given->value.count() != 0) return;  // what is no duration is told later
    mistake(fmt::format("{} is zero, which Alertmanager refuses", key), own->where(),
            "write for example 5m");
  }

  /// `known` has what the node inherits.
  void route(YamlTree& node, Route known) {
    const bool root = known.depth == 0;
    ModelDuration ignored;  // repetitions do not count
    ModelDuration* times[] = {&known.group_wait, &known.group_interval, &ignored};
    for (int i = 0; i < 3; ++i) {
      if (root || node.find(kTimers[i]) != nullptr) {
        refuse_zero(node, kTimers[i]);
        *times[i] = scale(node, kTimers[i], root ? kDefaults[i] : nullptr);
      }
    }
    out_.longest_group_wait = std::max(out_.longest_group_wait, known.group_wait);
    out_.longest_group_interval = std::max(out_.longest_group_interval, known.group_interval);
    if (const std::string own = node.get("receiver"); !own.empty()) known.receiver = own;
    const std::string more = node.get("continue", "false");  // YAML knows many words for true
    known.goes_on = more != "false" && more != "no" && more != "off";
    if (const YamlTree* labels = node.find("group_by");
        labels != nullptr && labels->is_sequence()) {
      known.group_by.clear();
      for (const YamlTree& label : labels->items) known.group_by.push_back(label.text);
    }
    RouteMatchers own = matchers_of_route(node);
    known.matchers = std::move(own.matchers);
    known.readable = own.readable;
    out_.routes.push_back(known);
    ++known.depth;

    const YamlTree* receiver = node.find("receiver");
    const bool listed = !out_.receivers.empty();  // otherwise that is what is wrong
    if (listed && receiver != nullptr && !receiver->text.empty() &&
        std::find(out_.receivers.begin(), out_.receivers.end(), receiver->text) ==
            out_.receivers.end()) {
      mistake(fmt::format("the route's receiver \"{}\" is not defined under `receivers`",
                          receiver->text),
              receiver->where(), suggestion(receiver->text, out_.receivers));
    }
    if (YamlTree* children = node.find("routes"); children != nullptr) {
      for (YamlTree& child : children->items) {
        if (child.is_map()) route(child, known);
      }
    }
  }

  void time_intervals(YamlTree& tree) {
    std::optional<std::chrono::sys_seconds> instant;
    for (const char* key : {"mute_time_intervals", "time_intervals"}) {
      YamlTree* list = tree.find(key);
      if (list == nullptr) continue;
      if (!instant) {
        const auto at = scenario_instant(at_);
        if (!at) {
          errors_.push_back(at.error());
          return;
        }
        instant = *at;
      }
      for (YamlTree& named : list->items) time_interval(named, *instant);
    }
  }

  void time_interval(YamlTree& named, std::chrono::sys_seconds instant) {
    YamlTree* intervals = named.find("time_intervals");
    if (intervals == nullptr) return;  // holds never, as it stands
    const auto ruling = rule_interval(*intervals, instant);
    if (!ruling) {
      errors_.insert(errors_.end(), ruling.error().begin(), ruling.error().end());
      return;
    }
    const std::string name = named.get("name");
    YamlTree only = YamlTree::map();
    if (ruling->holds) {
      only.set("times",
               YamlTree::sequence({YamlTree::map({{"start_time", YamlTree::string("00:00")},
                                                  {"end_time", YamlTree::string("24:00")}})}));
    } else {
      only.set("years", YamlTree::sequence({YamlTree::string("1970")}));
    }
    *intervals = YamlTree::sequence({std::move(only)});
    out_.changes.push_back(
        fmt::format("alertmanager.yml: time interval {} holds {}, as it does on {}", name,
                    ruling->holds ? "always" : "never", at_));
    if (ruling->needs_date) {
      out_.limits.push_back(
          fmt::format("alertmanager.yml: time interval {} depends on the date; it was decided for "
                      "the first week "
                      "of 2024",
                      name));
    }
  }

  void templates(YamlTree& tree) {
    YamlTree* patterns = tree.find("templates");
    if (patterns == nullptr || !patterns->is_sequence()) return;
    std::vector<YamlTree> copies;
    for (const YamlTree& pattern : patterns->items) {
      const auto found = files_meant(file_.parent_path(), pattern.text);
      if (auto choice = choice_of_files(file_.parent_path(), pattern.text); !choice.empty()) {
        out_.changes.push_back("templates: " + std::move(choice));
      }
      for (const fs::path& one : found) copy_template(one, pattern.where(), copies);
      if (auto hidden = hidden_files(file_.parent_path(), pattern.text, pattern.where())) {
        errors_.push_back(std::move(*hidden));
      } else if (found.empty()) {
        out_.limits.push_back(
            fmt::format("alertmanager.yml: no template matches {}", pattern.text));
      }
    }
    *patterns = YamlTree::sequence(std::move(copies));
  }

  /// Templates are listed one by one: a later definition replaces an earlier one, so order counts.
  void copy_template(const fs::path& from, const Position& named_at,
                     std::vector<YamlTree>& copies) {
    auto bytes = read_user_file(from, named_at);
    if (!bytes) {
      errors_.push_back(bytes.error());
      return;
    }
    std::string name = "templates/" + from.filename().string();
    for (int n = 2; out_.files.contains(name); ++n) {
      name = fmt::format("templates/{}-{}", n, from.filename().string());
    }
    out_.files[name] = std::move(*bytes);
    copies.push_back(YamlTree::string(name));
  }

  void flags() {
    out_.flags = {
        "--config.file=alertmanager.yml",
        "--storage.path=data",
        fmt::format("--web.listen-address={}", to_string(addresses_.alertmanager)),
        fmt::format("--web.external-url=http://{}", to_string(addresses_.alertmanager)),
        "--cluster.listen-address=",  // with a cluster, the first notification waits 10 s
        "--log.level=info",           // failures to render and deliver, and retries that succeed
        "--log.format=logfmt",
    };
  }

  Position named_at_;
  fs::path file_;
  const MonitoringAddresses& addresses_;
  double speed_;
  std::string at_;
  const YamlTree* edited_;
  RenderedAlertmanager out_;
  Errors errors_;
};

}  // namespace

Checked<RenderedAlertmanager> render_alertmanager(const System& system,
                                                  const MonitoringAddresses& addresses,
                                                  double speed, const std::string& at,
                                                  const YamlTree* edited) {
  return Renderer(system, addresses, speed, at, edited).render();
}

}  // namespace misfire
