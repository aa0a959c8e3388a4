#include "plan/check_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "base/lower_case.hpp"
#include "base/nearest.hpp"
#include "plan/label_template.hpp"

namespace misfire {
namespace {

std::string without_digits(const std::string& text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out),
               [](char c) { return c < '0' || c > '9'; });
  return out;
}

/// Rather a slip of the pen than another word: `sev1` and `sev2` are two words.
bool resembles(const std::string& written, const std::string& known) {
  if (lower_case(written) == lower_case(known)) return true;
  if (without_digits(written) == without_digits(known)) return false;
  return edit_distance(written, known) * 3 <= static_cast<int>(written.size());
}

/// The one of `known` that was meant, if any: not one that stands in the file as well.
std::optional<std::string> meant(const std::string& written, const std::set<std::string>& known,
                                 const std::set<std::string>& also_written) {
  std::vector<std::string> near;
  for (const std::string& one : known) {
    if (also_written.count(one) == 0 && resembles(written, one)) near.push_back(one);
  }
  const auto nearest =
      std::min_element(near.begin(), near.end(), [&](const auto& a, const auto& b) {
        return edit_distance(written, a) < edit_distance(written, b);
      });
  return nearest == near.end() ? std::nullopt : std::optional(*nearest);
}

/// What the rules say of their labels.
class RuleLabels {
 public:
  explicit RuleLabels(const MonitoringFacts& facts) : relabelled_(facts.alerts_relabelled) {
    for (const AlertRule& rule : facts.rules) {
      for (const auto& [label, value] : rule.labels) {
        if (is_template(value)) templates_.insert(label);
        values_[label].insert(value);
      }
      values_["alertname"].insert(rule.name);
    }
  }

  /// Whether something else than the rules' own words may make it.
  bool is_open(const std::string& label) const {
    return relabelled_ || templates_.count(label) > 0;
  }
  std::set<std::string> labels() const {
    std::set<std::string> all;
    for (const auto& [label, values] : values_) all.insert(label);
    return all;
  }
  const std::set<std::string>& values(const std::string& label) const {
    static const std::set<std::string> none;
    const auto found = values_.find(label);
    return found == values_.end() ? none : found->second;
  }
  bool have(const std::string& label) const { return values_.count(label) > 0; }
  bool have(const std::string& label, const std::string& value) const {
    return values(label).count(value) > 0;
  }

 private:
  bool relabelled_;
  std::set<std::string> templates_;
  std::map<std::string, std::set<std::string>> values_;
};

class Pages {
 public:
  Pages(const std::vector<WrittenPage>& written, const MonitoringFacts& facts)
      : written_(written), facts_(facts), rules_(facts) {
    for (const WrittenPage& page : written) {
      labels_.insert(page.label);
      values_[page.label].insert(page.value);
    }
  }

  NameCheck check() {
    std::set<std::string> told;
    for (const WrittenPage& page : written_) {
      if (rules_.have(page.label, page.value)) continue;
      if (rules_.have(page.label)) {
        value(page);
      } else if (told.insert(page.label).second) {
        label(page);
      }
    }
    if (out_.mistakes.empty() && !facts_.rules.empty() && nobody_can_be_paged()) nobody();
    return std::move(out_);
  }

 private:
  void label(const WrittenPage& page) {
    const auto nearest = meant(page.label, rules_.labels(), labels_);
    if (nearest && !rules_.is_open(page.label)) {
      out_.mistakes.push_back(
          {ErrorCode::usage,
           fmt::format("monitoring.pages: no rule has a label \"{}\"", page.label),
           fmt::format("did you mean \"{}\"?", *nearest), page.label_where});
    } else {
      out_.notes.push_back(
          fmt::format("monitoring.pages: no rule has a label \"{}\": only series, templates or "
                      "relabelling could bring it",
                      page.label));
    }
  }

  void value(const WrittenPage& page) {
    if (rules_.is_open(page.label)) {
      out_.notes.push_back(
          fmt::format("monitoring.pages: no rule itself has {} = \"{}\": a template or relabelling "
                      "must bring it",
                      page.label, page.value));
      return;
    }
    const auto nearest = meant(page.value, rules_.values(page.label), values_[page.label]);
    if (!nearest) return;
    out_.mistakes.push_back(
        {ErrorCode::usage,
         fmt::format("monitoring.pages: no rule has {} = \"{}\"", page.label, page.value),
         fmt::format("did you mean \"{}\"?", *nearest), page.value_where});
  }

  bool nobody_can_be_paged() const {
    return std::none_of(facts_.pages.begin(), facts_.pages.end(), [&](const auto& page) {
      return rules_.is_open(page.first) ||
             std::any_of(page.second.begin(), page.second.end(),
                         [&](const std::string& value) { return rules_.have(page.first, value); });
    });
  }

  void nobody() {
    std::string wanted;
    for (const auto& [label, values] : facts_.pages) {
      for (const std::string& value : values) {
        wanted += fmt::format("{}{} = \"{}\"", wanted.empty() ? "" : ", ", label, value);
      }
    }
    out_.notes.push_back(
        fmt::format("no rule pages anybody: none has {} (monitoring.pages). Unless series bring "
                    "it, whoever must not be paged is left alone for nothing",
                    wanted));
  }

  const std::vector<WrittenPage>& written_;
  const MonitoringFacts& facts_;
  RuleLabels rules_;
  std::set<std::string> labels_;
  std::map<std::string, std::set<std::string>> values_;
  NameCheck out_;
};

}  // namespace

NameCheck check_pages(const std::vector<WrittenPage>& written, const MonitoringFacts& facts) {
  return Pages(written, facts).check();
}

NameCheck check_quiets(const Scenario& scenario, const MonitoringFacts& facts) {
  NameCheck out;
  std::vector<std::string> known;
  for (const AlertRule& rule : facts.rules) known.push_back(rule.name);
  for (const ExpectQuiet& quiet : scenario.quiet) {
    if (!quiet.name || quiet.where.file != scenario.file) continue;
    if (std::find(known.begin(), known.end(), *quiet.name) != known.end()) continue;
    if (facts.alerts_relabelled) {
      out.notes.push_back(
          fmt::format("expect.quiet: no rule is named \"{}\": only relabelling could make such an "
                      "alert",
                      *quiet.name));
      continue;
    }
    out.mistakes.push_back({ErrorCode::usage,
                            fmt::format("expect.quiet: no rule is named \"{}\"", *quiet.name),
                            fmt::format("{} (of an alert that does not exist nobody is ever told)",
                                        known.empty() ? "there are no alerting rules"
                                                      : suggestion(*quiet.name, known)),
                            quiet.where});
  }
  return out;
}

}  // namespace misfire
