#include "monitor/prometheus_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/duration.hpp"
#include "base/interrupt.hpp"
#include "monitor/prometheus_jobs.hpp"
#include "monitor/promql_care.hpp"
#include "monitor/promql_needs.hpp"
#include "monitor/promql_power.hpp"
#include "monitor/promql_selector.hpp"
#include "monitor/promql_shape.hpp"
#include "monitor/rule_dependencies.hpp"
#include "monitor/rule_objects.hpp"
#include "monitor/rule_series.hpp"
#include "monitor/scalar_places.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

/// E·⌈F/E⌉: what holds for F is found to do so at an evaluation, never between two.
ModelDuration whole_evaluations(ModelDuration hold, ModelDuration interval) {
  const auto each = std::max<std::int64_t>(interval.value.count(), 1);
  return {std::chrono::milliseconds((hold.value.count() + each - 1) / each * each)};
}

class ScaleRules {
 public:
  ScaleRules(std::string_view text, std::string file, double speed, const RuleDefaults& defaults)
      : places_(text), file_(std::move(file)), speed_(speed), defaults_(defaults) {}

  Checked<RuleFile> run(YamlTree tree) {
    YamlTree* groups = tree.find("groups");
    if (!tree.is_null() && (!groups || (!groups->is_sequence() && !groups->is_null()))) {
      mistake(tree, "a rule file has a list `groups`");
    } else if (groups) {
      for (YamlTree& group : groups->items) this->group(group);
    }
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    out_.scaled = std::move(tree);
    return std::move(out_);
  }

 private:
  void mistake(const YamlTree& at, std::string message, std::string hint = {}) {
    errors_.push_back({ErrorCode::usage, std::move(message), std::move(hint), at.where()});
  }

  void scale(YamlTree& map, std::string_view key, ModelDuration value) {
    if (map.find(key)) map.set(key, YamlTree::plain(scaled_duration(value, speed_)));
  }

  /// `for` and its like count evaluations, whose interval is rounded: six of 10 s are six of 333
  /// ms, where 2 s would be seven.
  void scale_hold(YamlTree& map, std::string_view key, ModelDuration value,
                  ModelDuration interval) {
    if (speed_ == 1 || interval.value.count() <= 0) return scale(map, key, value);
    if (!map.find(key)) return;
    const auto evaluations =
        whole_evaluations(value, interval).value.count() / interval.value.count();
    const auto each = parse_duration(scaled_duration(interval, speed_)).value().value;
    map.set(key, YamlTree::plain(fmt::format("{}ms", evaluations * each.count())));
  }

  void group(YamlTree& group) {
    const std::string name = group.get("name");
    if (name.empty()) return mistake(group, "this rule group has no name");
    const ModelDuration interval = duration_at(group, "interval", defaults_.interval, errors_);
    const ModelDuration offset =
        duration_at(group, "query_offset", defaults_.query_offset, errors_);
    scale(group, "query_offset", offset);
    YamlTree* rules = group.find("rules");
    if (rules && !rules->is_sequence() && !rules->is_null()) mistake(*rules, "`rules` is a list");
    Labels of_all;
    labels(group, of_all);
    if (rules) {
      for (YamlTree& r : rules->items) rule(r, name, of_all, interval, offset);
    }
    group.set("interval", YamlTree::plain(scaled_duration(interval, speed_)));
  }

  void rule(YamlTree& tree, const std::string& group, const Labels& of_group,
            ModelDuration interval, ModelDuration query_offset) {
    ReadRule read;
    read.records = tree.find("record") != nullptr;
    read.rule.name = tree.get(read.records ? "record" : "alert");
    if (read.rule.name.empty()) {
      return mistake(tree, "this rule has neither `alert` nor `record`");
    }
    read.rule.group = group;
    read.rule.file = file_;
    read.rule.interval = interval;
    read.rule.query_offset = query_offset;
    read.rule.where = tree.where();
    read.rule.hold = duration_at(tree, "for", {}, errors_);
    const ModelDuration keep = duration_at(tree, "keep_firing_for", {}, errors_);
    scale_hold(tree, "for", read.rule.hold, interval);
    scale_hold(tree, "keep_firing_for", keep, interval);
    read.rule.labels = of_group;
    labels(tree, read.rule.labels);
    YamlTree* expr = tree.find("expr");
    if (!expr || !expr->is_scalar()) {
      return mistake(tree, fmt::format("the rule {} has no expr", read.rule.name));
    }
    read.rule.expr = expr->text;
    auto scaled = scale_promql(expr->text, speed_, defaults_.recorded);
    if (!scaled) {
      Error error = scaled.error();
      error.message = fmt::format("{}: PromQL: {}", read.rule.name, error.message);
      error.where = places_.within(*expr, *error.where);
      errors_.push_back(std::move(error));
      return;
    }
    read.scaled = std::move(*scaled);
    for (ScaledPromql::Ahead& ahead : read.scaled.ahead)
      ahead.where = places_.within(*expr, ahead.where);
    read.rule.longest_window = read.scaled.longest_window;
    read.rule.compressible = read.scaled.compressible;
    read.rule.why = read.scaled.why;
    PromqlShape shape = promql_shape(read.rule.expr);
    read.rule.ranges = std::move(shape.ranges);
    read.rule.shares = std::move(shape.shares);
    read.rule.checks = shape.checks;
    read.rule.needs = promql_needs(read.rule.expr);
    expr->text = read.scaled.text;
    templates(tree, read);
    out_.rules.push_back(std::move(read));
  }

  /// Of a rule or, since Prometheus 3, of all rules of a group; a rule's own win.
  static void labels(const YamlTree& tree, Labels& into) {
    const YamlTree* labels = tree.find("labels");
    if (!labels) return;
    for (const auto& [key, value] : labels->entries) {
      if (value.is_scalar()) into[key] = value.text;
    }
  }

  // `query "…"` in a template has durations of its own, in a language of its own.
  void templates(const YamlTree& tree, const ReadRule& read) {
    for (const std::string_view part : {"labels", "annotations"}) {
      const YamlTree* map = tree.find(part);
      if (!map) continue;
      for (const auto& [key, value] : map->entries) {
        if (value.text.find("{{") == std::string::npos ||
            value.text.find("query") == std::string::npos || speed_ == 1) {
          continue;
        }
        out_.limits.push_back(fmt::format("{} ({}): the query in its {} {} is not scaled",
                                          read.rule.name, to_string(value.where()), part, key));
      }
    }
  }

  ScalarPlaces places_;
  std::string file_;
  double speed_;
  RuleDefaults defaults_;
  RuleFile out_;
  Errors errors_;
};

}  // namespace

Checked<RuleFile> scale_rules(const fs::path& path, const std::string& file, double speed,
                              const RuleDefaults& defaults, const Position& named_at) {
  const auto text = read_user_file(path, named_at);
  if (!text) return tl::unexpected(Errors{text.error()});
  auto rules = parse_rules(*text, path.string());
  if (!rules) return tl::unexpected(Errors{rules.error()});
  // Large files take their time.
  if (const auto go_on = not_interrupted(); !go_on) return tl::unexpected(Errors{go_on.error()});
  auto scaled = scale_rules(std::move(rules->tree), *text, file, speed, defaults);
  if (scaled) {
    scaled->limits.insert(scaled->limits.end(), rules->limits.begin(), rules->limits.end());
  }
  return scaled;
}

Checked<RuleFile> scale_rules(YamlTree tree, std::string_view text, const std::string& file,
                              double speed, const RuleDefaults& defaults) {
  return ScaleRules(text, file, speed, defaults).run(std::move(tree));
}

void add_recorded_ages(const RuleFile& file, RecordedNames& names) {
  for (const ReadRule& read : file.rules) {
    if (read.records && is_age(read.rule.name)) names.insert(read.rule.name);
  }
}

namespace {

/// What the recordings and alerts that a selector reads add to whoever reads it.
struct Recorded {
  bool any = false, filled = true;
  ModelDuration window, delay;
  ReadsChecks checks = ReadsChecks::no;
  const ReadRule* least_compressible = nullptr;

  void add(const ReadRule& maker) {
    const AlertRule& rule = maker.rule;
    any = true;
    filled = filled && rule.window_filled;
    window = std::max(window, rule.longest_window);
    // An alert's series change when it fires, and not only when it is pending.
    delay = std::max(delay, rule.interval + rule.query_offset + rule.recorded +
                                whole_evaluations(rule.hold, rule.interval));
    if (rule.checks != ReadsChecks::no) checks = ReadsChecks::partly;
    if (least_compressible == nullptr ||
        rule.compressible > least_compressible->rule.compressible) {
      least_compressible = &maker;
    }
  }

  void tell(AlertRule& reader, ModelDuration reach, ModelDuration longest) const {
    if (!any) return;
    if (reach > longest || !filled) reader.window_filled = false;
    reader.longest_window = std::max(reader.longest_window, reach + window);
    reader.recorded = std::max(reader.recorded, delay);
    if (reader.checks == ReadsChecks::no) reader.checks = checks;
    const AlertRule& least = least_compressible->rule;
    if (least.compressible > reader.compressible) {
      reader.compressible = least.compressible;
      reader.why = fmt::format("{}: {}", least.name, least.why);
    }
  }
};

/// Powers of the speed, of what rules record and then of what reads it.
class Thresholds {
 public:
  void judge(ReadRule& read) {
    SpeedPowers of_rule = speed_powers(read.rule.expr, known_);
    AlertRule& rule = read.rule;
    if (!of_rule.wrong.empty() && rule.compressible != Compressible::no) {
      rule.compressible = Compressible::no;
      rule.why = std::move(of_rule.wrong);
    }
    if (!read.records) return;
    const auto [before, fresh] = powers_.try_emplace(rule.name, of_rule.value);
    const bool same = before->second.power == of_rule.value.power;
    before->second.mixed = before->second.mixed || (!fresh && !same);
  }

 private:
  std::map<std::string, SpeedPower> powers_;
  const PowerOfRecorded known_ = [this](const std::string& metric) -> const SpeedPower* {
    const auto found = powers_.find(metric);
    return found == powers_.end() ? nullptr : &found->second;
  };
};

}  // namespace

Result<void> resolve_recordings(std::vector<ReadRule>& rules, ModelDuration filled) {
  std::vector<const ReadRule*> views;
  views.reserve(rules.size());
  for (const ReadRule& rule : rules) views.push_back(&rule);
  const auto depend = rule_dependencies(views);
  if (!depend) return tl::unexpected(depend.error());
  resolve_recordings(rules, *depend, filled);
  return {};
}

void resolve_recordings(std::vector<ReadRule>& rules, const RuleDependencies& depend,
                        ModelDuration filled) {
  std::vector<Recorded> recorded(depend.selectors.size());
  Thresholds thresholds;
  // Rules may read what rules make: what is made comes before what reads it. In a circle, of which
  // Prometheus takes one step at each evaluation, each rule counts once.
  for (const auto& [is_rule, index] : depend.order) {
    if (!is_rule) {
      const RuleDependencies::Selector& selector = depend.selectors[index];
      if (!selector.names_metrics) continue;
      for (const std::size_t maker : selector.makers) recorded[index].add(rules[maker]);
      continue;
    }
    ReadRule& reader = rules[index];
    thresholds.judge(reader);
    for (std::size_t i = 0; i < reader.scaled.selectors.size(); ++i) {
      const ScaledPromql::Selector& selector = reader.scaled.selectors[i];
      // What comes into being with the rules has no past, which only of failures says the truth.
      const std::string metric = metric_named(selector.text);
      const bool lacking = comes_with_rules(metric) && !counts_failures_of_rules(metric);
      if (lacking && selector.reach > filled) reader.rule.window_filled = false;
      recorded[depend.of_rule[index][i]].tell(reader.rule, selector.reach, filled);
    }
  }
}

}  // namespace misfire
