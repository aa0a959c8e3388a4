#include "monitor/alert_relabelling.hpp"

#include <algorithm>
#include <boost/regex.hpp>
#include <functional>
#include <map>

#include "base/lower_case.hpp"
#include "monitor/promql_selector.hpp"
#include "plan/label_template.hpp"

namespace misfire {
namespace {

constexpr char kAlertName[] = "alertname";
constexpr char kAnything[] = "(.*)";

/// The whole text fits, with its groups; nothing where that cannot be told here.
struct Match {
  bool fits = false;
  std::vector<std::string> groups = {};
};
std::optional<Match> match(const std::string& pattern, const std::string& text) {
  try {
    const boost::regex regex(pattern, boost::regex::perl | boost::regex::no_mod_m);
    boost::smatch found;
    Match out{boost::regex_match(text, found, regex)};
    for (const auto& group : found) out.groups.push_back(group.str());
    return out;
  } catch (const std::exception&) {
    return {};
  }
}

/// "$1", "${1}" and "$$" as Go's regexp.Expand reads them; a name that no group has is empty.
std::string expand(const std::string& replacement, const std::vector<std::string>& groups) {
  std::string out;
  for (std::size_t i = 0; i < replacement.size(); ++i) {
    if (replacement[i] != '$') {
      out += replacement[i];
      continue;
    }
    const bool braces = i + 1 < replacement.size() && replacement[i + 1] == '{';
    const std::size_t begin = i + (braces ? 2 : 1);
    std::size_t end = begin;
    while (end < replacement.size() && is_plain_label(std::string_view(replacement).substr(end, 1)))
      ++end;
    if (end == begin || (braces && (end == replacement.size() || replacement[end] != '}'))) {
      out += '$';
      if (begin < replacement.size() && replacement[begin] == '$') ++i;
      continue;
    }
    const std::string name = replacement.substr(begin, end - begin);
    const bool number = name.size() < 4 && name.find_first_not_of("0123456789") == name.npos;
    const auto group = number ? std::stoul(name) : groups.size();
    if (group < groups.size()) out += groups[group];
    i = braces ? end : end - 1;
  }
  return out;
}

}  // namespace

/// The labels of an alert as far as they are known: "" is a label that it does not have, nothing a
/// value that cannot be told.
class AlertRelabelling::Alert {
 public:
  using Value = std::optional<std::string>;

  /// `absent`: what a label is that is not among the known ones.
  Alert(std::map<std::string, Value> known, std::function<Value(const std::string&)> absent)
      : known_(std::move(known)), absent_(std::move(absent)) {}

  const std::map<std::string, Value>& known() const { return known_; }
  bool dropped() const { return dropped_; }

  /// False: what it does cannot be told.
  bool take(const Step& step) {
    if (step.action == "replace") return replace(step);
    if (step.action == "keep" || step.action == "drop") return filter(step);
    if (step.action == "labeldrop" || step.action == "labelkeep") return names(step);
    if (step.action == "labelmap") return map(step);
    if (step.action == "lowercase" || step.action == "uppercase") {
      return set(step.target, cased(value_of(step), step.action == "uppercase"));
    }
    if (step.action == "hashmod") return set(step.target, {});
    if (step.action == "keepequal" || step.action == "dropequal") return compare(step);
    return false;
  }

 private:
  Value label(const std::string& name) const {
    const auto found = known_.find(name);
    return found == known_.end() ? absent_(name) : found->second;
  }

  Value value_of(const Step& step) const {
    std::string joined;
    for (const std::string& source : step.sources) {
      const Value value = label(source);
      if (!value) return {};
      joined += (&source == step.sources.data() ? "" : step.separator) + *value;
    }
    return joined;
  }

  static Value cased(Value value, bool upper) {
    if (!value) return {};
    std::string text = lower_case(*value);
    if (upper) {
      for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return text;
  }

  bool set(const std::string& name, Value value) {
    if (name.empty() || !is_plain_label(name)) return false;
    known_[name] = std::move(value);
    return true;
  }

  bool replace(const Step& step) {
    const bool whatever = step.regex == kAnything || step.regex == ".*";
    const bool fixed = (step.target + step.replacement).find('$') == std::string::npos;
    if (whatever && fixed) return set(step.target, step.replacement);
    const Value value = value_of(step);
    if (!value) return set(step.target, {});
    const auto found = match(step.regex, *value);
    if (!found) return false;
    if (!found->fits) return true;
    // Where the target is no label's name, nothing is replaced.
    set(expand(step.target, found->groups), expand(step.replacement, found->groups));
    return true;
  }

  bool filter(const Step& step) {
    const Value value = value_of(step);
    if (!value) return true;  // it may be sent
    const auto found = match(step.regex, *value);
    if (found) dropped_ = dropped_ || found->fits == (step.action == "drop");
    return found.has_value();
  }

  bool compare(const Step& step) {
    const Value value = value_of(step), target = label(step.target);
    if (value && target) dropped_ = dropped_ || (*value == *target) == (step.action == "dropequal");
    return true;
  }

  bool names(const Step& step) {
    for (auto& [name, value] : known_) {
      const auto found = match(step.regex, name);
      if (!found) return false;
      if (found->fits == (step.action == "labeldrop")) value = "";
    }
    return true;
  }

  /// Labels that are not known may become others.
  bool map(const Step& step) {
    if (!absent_("a label of the series")) return false;
    for (const auto& [name, value] : std::map<std::string, Value>(known_)) {
      const auto found = match(step.regex, name);
      if (!found) return false;
      if (!found->fits || (value && value->empty())) continue;
      set(expand(step.replacement, found->groups), value);
    }
    return true;
  }

  std::map<std::string, Value> known_;
  std::function<Value(const std::string&)> absent_;
  bool dropped_ = false;
};

AlertRelabelling::Step AlertRelabelling::step(const YamlTree& tree) {
  Step step;
  step.action = lower_case(tree.get("action", "replace"));
  step.regex = tree.get("regex", kAnything);
  step.target = tree.get("target_label");
  step.replacement = tree.get("replacement", "$1");
  step.separator = tree.get("separator", ";");
  if (const YamlTree* sources = tree.find("source_labels")) {
    for (const YamlTree& source : sources->items) step.sources.push_back(source.text);
  }
  return step;
}

AlertRelabelling AlertRelabelling::of(const YamlTree& prometheus) {
  AlertRelabelling out;
  const YamlTree none;
  const YamlTree* alerting = prometheus.find("alerting");
  const YamlTree* managers = alerting ? alerting->find("alertmanagers") : nullptr;
  const YamlTree* first = managers && !managers->items.empty() ? managers->items.data() : &none;
  for (const YamlTree* of : {alerting ? alerting : &none, first}) {
    const YamlTree* steps = of->find("alert_relabel_configs");
    for (const YamlTree& tree : (steps ? *steps : none).items) out.steps_.push_back(step(tree));
  }
  const YamlTree* global = prometheus.find("global");
  const YamlTree* external = global ? global->find("external_labels") : nullptr;
  for (const auto& [name, value] : (external ? *external : none).entries) {
    out.external_[name] = value.text;
  }
  return out;
}

bool AlertRelabelling::apply(Alert& alert) const {
  return std::all_of(steps_.begin(), steps_.end(),
                     [&](const Step& step) { return alert.dropped() || alert.take(step); });
}

Labels AlertRelabelling::sent(const Labels& stored) const {
  if (steps_.empty()) return stored;
  std::map<std::string, Alert::Value> known(stored.begin(), stored.end());
  for (const auto& [name, value] : external_) {
    if (!stored.contains(name)) known[name] = value;
  }
  Alert alert(std::move(known), [](const std::string&) { return std::string(); });
  if (!apply(alert) || alert.dropped()) return stored;
  Labels out;
  for (const auto& [name, value] : alert.known()) {
    if (!value || value->empty()) continue;
    const auto external = external_.find(name);
    const bool as_ever = external != external_.end() && external->second == *value;
    if (!as_ever || stored.contains(name)) out[name] = *value;
  }
  return out;
}

bool AlertRelabelling::rewrite(std::vector<AlertRule>& rules,
                               const std::set<std::string>& deciding) const {
  if (steps_.empty()) return true;
  std::vector<Labels> sent;
  for (const AlertRule& rule : rules) {
    std::map<std::string, Alert::Value> known;
    for (const auto& [name, value] : rule.labels) {
      known[name] = is_template(value) ? std::nullopt : std::optional(value);
    }
    known[kAlertName] = rule.name;
    Alert alert(std::move(known), [&](const std::string& name) {
      return deciding.contains(name) ? std::optional<std::string>("") : std::nullopt;
    });
    // Under another name nobody knows whose alert it is.
    if (!apply(alert) || alert.known().at(kAlertName) != rule.name) return false;
    Labels& labels = sent.emplace_back();
    for (const auto& [name, value] : alert.known()) {
      const auto own = rule.labels.find(name);
      const bool kept = own != rule.labels.end() && is_template(own->second);
      if (name == kAlertName) continue;
      labels[name] = value ? *value : kept ? own->second : "{{ $labels." + name + " }}";
    }
  }
  for (std::size_t i = 0; i < rules.size(); ++i) rules[i].labels = std::move(sent[i]);
  return true;
}

std::map<Labels, AlertSamples> as_sent(const std::map<Labels, AlertSamples>& stored,
                                       const AlertRelabelling& relabelling) {
  if (relabelling.changes_nothing()) return stored;
  std::map<Labels, AlertSamples> all;
  for (const auto& [labels, samples] : stored) {
    AlertSamples& one = all[relabelling.sent(labels)];
    for (const auto& [at, phase] : samples) {
      const auto [known, first] = one.emplace(at, phase);
      if (!first && phase == AlertPhase::firing) known->second = phase;
    }
  }
  return all;
}

}  // namespace misfire
