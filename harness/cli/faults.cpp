// misfire faults: the catalogue of faults, or one of them with its parameters and its incident.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/App.hpp>
#include <CLI/Option.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/nearest.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "fault/misconfiguration.hpp"
#include "scenario/param_text.hpp"

namespace misfire {
namespace {

struct Options {
  std::string name;
  bool json = false;
};

const char* to_string(ParamType type) {
  switch (type) {
    case ParamType::integer:
      return "integer";
    case ParamType::number:
      return "number";
    case ParamType::boolean:
      return "true or false";
    case ParamType::text:
      return "text";
    case ParamType::duration:
      return "duration";
    case ParamType::role:
      return "servers (first, last, others, all or an index)";
  }
  return "?";
}

std::string range(const ParamSpec& param) {
  if (!param.choices.empty()) return fmt::format(": {}", fmt::join(param.choices, ", "));
  if (param.min && param.max) return fmt::format(", {:g} to {:g}", *param.min, *param.max);
  if (param.min) return fmt::format(", at least {:g}", *param.min);
  if (param.max) return fmt::format(", at most {:g}", *param.max);
  return "";
}

/// What one balancer can do of a fault, whatever its parameters.
struct Support {
  std::string balancer;
  bool supported = false, runtime = false;
  std::string why;  ///< not
};

std::vector<Support> support_of(const std::string& fault) {
  std::vector<Support> all;
  for (const std::string& balancer : balancer_kinds()) {
    Support one;
    one.balancer = balancer;
    one.why = why_unsupported(balancer, fault, {});
    one.supported = one.why.empty();
    const Misconfiguration* known = find_misconfiguration(balancer, fault);
    one.runtime = one.supported && known != nullptr && known->runtime != nullptr;
    all.push_back(std::move(one));
  }
  return all;
}

std::string balancers_of(const std::string& fault) {
  std::string names;
  for (const Support& one : support_of(fault)) {
    if (one.supported) names += (names.empty() ? "" : ", ") + one.balancer;
  }
  return names;
}

std::string document(const FaultDoc& doc) {
  std::string text = fmt::format("{}: {}\n\n{}\n", doc.name, doc.title, doc.about);
  if (!doc.params.empty()) text += "\nparams\n";
  for (const ParamSpec& param : doc.params) {
    text += fmt::format("  {:<13} {}{}{}\n                {}\n", param.name, to_string(param.type),
                        range(param),
                        param.required   ? ", required"
                        : param.fallback ? fmt::format("; default {}", param_text(*param.fallback))
                                         : "",
                        param.about);
  }
  text += "\nbalancers\n";
  const std::vector<Support> support = support_of(doc.name);
  const bool any = doc.alert_side ||
                   (doc.stressor && std::all_of(support.begin(), support.end(),
                                                [](const Support& one) { return one.supported; }));
  if (any) text += fmt::format("  {:<13} {}\n", "any", "nothing of it is changed");
  if (doc.alert_side) {
    text += "\nin force\n  from before the baseline to the end: it takes no at, for or via\n";
  }
  for (const Support& one : any ? std::vector<Support>{} : support) {
    text += fmt::format("  {:<13} {}\n", one.balancer,
                        !one.supported ? "unsupported: " + one.why
                        : doc.stressor ? "nothing of it is changed"
                        : one.runtime  ? "via reload (default) or runtime"
                                       : "via reload");
  }
  if (!doc.incident.empty()) text += fmt::format("\nseen in\n  {}\n", doc.incident);
  text.pop_back();
  return text;
}

nlohmann::json as_json(const FaultDoc& doc) {
  nlohmann::json params = nlohmann::json::array();
  for (const ParamSpec& param : doc.params) {
    nlohmann::json p{{"name", param.name},
                     {"type", to_string(param.type)},
                     {"about", param.about},
                     {"required", param.required}};
    if (param.min) p["min"] = *param.min;
    if (param.max) p["max"] = *param.max;
    if (!param.choices.empty()) p["choices"] = param.choices;
    if (param.fallback) p["default"] = param_text(*param.fallback);
    params.push_back(p);
  }
  nlohmann::json balancers = nlohmann::json::object();
  for (const Support& one : support_of(doc.name)) {
    balancers[one.balancer] = {
        {"supported", one.supported}, {"runtime", one.runtime}, {"why", one.why}};
  }
  return {{"name", doc.name},         {"title", doc.title},       {"about", doc.about},
          {"incident", doc.incident}, {"stressor", doc.stressor}, {"alert_side", doc.alert_side},
          {"params", params},         {"balancers", balancers}};
}

ExitCode act(const Options& options) {
  const Catalogue all = catalogue();
  if (!options.name.empty()) {
    const FaultDoc* doc = find_fault(all, options.name);
    if (doc == nullptr) {
      std::vector<std::string> names;
      for (const FaultDoc& known : all) names.push_back(known.name);
      const Error error{ErrorCode::usage,
                        fmt::format("there is no fault \"{}\"", options.name),
                        suggestion(options.name, names),
                        {}};
      say(Errors{error});
      return ExitCode::usage;
    }
    print(options.json ? as_json(*doc).dump(2) : document(*doc));
    return ExitCode::passed;
  }
  if (options.json) {
    nlohmann::json list = nlohmann::json::array();
    for (const FaultDoc& doc : all) list.push_back(as_json(doc));
    print(list.dump(2));
    return ExitCode::passed;
  }
  std::size_t widest_name = 0, widest_title = 0;
  for (const FaultDoc& doc : all) {
    widest_name = std::max(widest_name, doc.name.size());
    widest_title = std::max(widest_title, doc.title.size());
  }
  for (const FaultDoc& doc : all) {
    print(fmt::format("{:<{}}  {:<{}}  {}", doc.name, widest_name, doc.title, widest_title,
                      balancers_of(doc.name)));
  }
  return ExitCode::passed;
}

}  // namespace

Command add_faults(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand("faults", "List the faults, or describe one");
  sub->add_option("name", options->name, "A fault's name");
  sub->add_flag("--json", options->json, "Print as JSON");
  sub->footer("Example: misfire faults weights");
  return {sub, [options] { return act(*options); }};
}

}  // namespace misfire
