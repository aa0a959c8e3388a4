#include "monitor/promql_power.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "monitor/promql_care.hpp"
#include "monitor/promql_selector.hpp"
#include "monitor/promql_tree.hpp"

namespace misfire {
namespace {

using Kind = PromqlNode::Kind;

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// What the balancer's checks, the monitoring's own timers or the scenario change: as often within
/// a scaled window as within the real one.
bool driven_by_timers(std::string_view metric) {
  if (metric.starts_with("prometheus_") || metric.starts_with("alertmanager_")) return true;
  if (one_of(metric, {"up", "probe_success", "nginx_up"})) return true;
  if (!metric.starts_with("haproxy_server_") && !metric.starts_with("haproxy_backend_")) {
    return false;
  }
  return metric.ends_with("_status") || metric.ends_with("_servers") ||
         metric.ends_with("weight") || metric.find("_check_") != std::string_view::npos;
}

bool compares(const PromqlNode& node) {
  return one_of(node.name, {"==", "!=", ">", "<", ">=", "<="});
}

SpeedPower mixed(const SpeedPower& a, const SpeedPower& b) {
  return {0, false, true, a.cause.empty() ? b.cause : a.cause};
}

SpeedPower of_power(int power, std::string cause) {
  return {power, false, false, power == 0 ? std::string() : std::move(cause)};
}

bool agree(const SpeedPower& a, const SpeedPower& b) {
  if (a.mixed || b.mixed) return false;
  return a.any || b.any || a.power == b.power;
}

class Powers {
 public:
  explicit Powers(const PowerOfRecorded& recorded) : recorded_(recorded) {}

  SpeedPower of(const PromqlNode& node) {
    switch (node.kind) {
      case Kind::number:
        return {0, node.value == 0 || !std::isfinite(node.value), false, {}};
      case Kind::text:
        return {};
      case Kind::selector:
        return of_selector(node);
      case Kind::call:
        return of_call(node);
      case Kind::binary:
        return of_binary(node);
    }
    return {};
  }

  std::string wrong;

 private:
  const SpeedPower* recorded(const PromqlNode& node) const {
    return recorded_ ? recorded_(metric_named(node.name)) : nullptr;
  }

  /// Ages are multiplied, but not within a range.
  SpeedPower of_selector(const PromqlNode& node) const {
    if (const SpeedPower* known = recorded(node)) return *known;
    const std::string metric = metric_named(node.name);
    const bool ranged = node.range.value.count() > 0 || node.subquery;
    if (ranged && is_age(metric)) return of_power(-1, metric);
    return {};
  }

  SpeedPower of_call(const PromqlNode& node) {
    std::vector<SpeedPower> parts;
    for (const PromqlNode& child : node.children) parts.push_back(of(child));
    if (parts.empty()) return {};
    const std::string& f = node.name;
    if (one_of(f, {"rate", "irate", "increase", "delta", "idelta", "deriv"})) {
      return of_growth(node, parts[0]);
    }
    if (one_of(f, {"count", "group", "sgn", "absent", "changes", "resets", "count_over_time",
                   "present_over_time", "absent_over_time"})) {
      return {};
    }
    if (one_of(f, {"histogram_quantile", "histogram_fraction", "histogram_avg"})) {
      return parts.back().mixed ? parts.back() : SpeedPower{};
    }
    if (one_of(f, {"stdvar", "stdvar_over_time"})) parts.back().power *= 2;
    if (one_of(f, {"sum", "avg", "min", "max", "stddev", "stdvar", "quantile", "topk", "bottomk",
                   "limitk", "limit_ratio", "count_values", "quantile_over_time"})) {
      return parts.back();
    }
    if (f.ends_with("_over_time") || f.starts_with("label_") || f.starts_with("sort") ||
        f.starts_with("clamp") ||
        one_of(f, {"abs", "ceil", "floor", "round", "scalar", "vector", "info", "holt_winters",
                   "double_exponential_smoothing", "predict_linear", "histogram_count",
                   "histogram_sum"})) {
      return parts[0];
    }
    const auto odd = std::find_if(parts.begin(), parts.end(), [](const SpeedPower& part) {
      return part.mixed || (part.power != 0 && !part.any);
    });
    return odd == parts.end() ? SpeedPower{} : mixed(*odd, *odd);
  }

  /// How much it grows within a window, or within a second of wall time.
  SpeedPower of_growth(const PromqlNode& node, const SpeedPower& of_what) const {
    if (of_what.mixed) return of_what;
    const PromqlNode& child = node.children[0];
    const std::string metric = child.kind == Kind::selector ? metric_named(child.name) : "";
    const bool timers = is_age(metric) || driven_by_timers(metric);
    int power = of_what.power;
    if (one_of(node.name, {"rate", "irate"})) {
      power += timers ? 1 : 0;
    } else if (node.name == "deriv") {
      power += 1;
    } else {
      power -= timers ? 0 : 1;
    }
    return of_power(power,
                    fmt::format("{}(){}{}", node.name, metric.empty() ? "" : " of ", metric));
  }

  SpeedPower of_binary(const PromqlNode& node) {
    const SpeedPower a = of(node.children[0]), b = of(node.children[1]);
    if (compares(node)) return of_comparison(node, a, b);
    if (node.joins("and") || node.joins("unless")) return a;
    if (node.joins("*") || node.joins("/")) {
      if (a.mixed || b.mixed) return mixed(a, b);
      if (a.any || b.any) return {0, true, false, {}};
      return of_power(node.joins("*") ? a.power + b.power : a.power - b.power,
                      a.cause.empty() ? b.cause : a.cause);
    }
    if (node.joins("^")) return a.power == 0 && b.power == 0 && agree(a, b) ? a : mixed(a, b);
    if (!agree(a, b)) return mixed(a, b);
    return a.any ? b : a;
  }

  SpeedPower of_comparison(const PromqlNode& node, const SpeedPower& a, const SpeedPower& b) {
    if (!agree(a, b) && wrong.empty()) wrong = told(a.cause.empty() ? b : a);
    if (node.yes_no) return {};
    return node.children[0].kind == Kind::number ? b : a;
  }

  static std::string told(const SpeedPower& odd) {
    if (odd.mixed) {
      return fmt::format("{} changes with the speed, and not all that stands beside it does",
                         odd.cause);
    }
    return fmt::format("{} {} by the speed, and what it is compared with does not", odd.cause,
                       odd.power < 0 ? "shrinks" : "grows");
  }

  const PowerOfRecorded& recorded_;
};

}  // namespace

SpeedPowers speed_powers(std::string_view expression, const PowerOfRecorded& recorded) {
  const auto tree = promql_tree(expression);
  if (!tree) return {};
  Powers powers(recorded);
  SpeedPowers out;
  out.value = powers.of(*tree);
  out.wrong = std::move(powers.wrong);
  return out;
}

}  // namespace misfire
