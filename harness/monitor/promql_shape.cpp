#include "monitor/promql_shape.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "monitor/promql_tree.hpp"

namespace misfire {
namespace {

using Kind = PromqlNode::Kind;

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Of counters: above zero whenever they grow within the range.
bool sees_growth(std::string_view function) {
  return one_of(function, {"rate", "irate", "increase", "changes", "resets"});
}

/// HAProxy's states of servers and backends, which its health checks change (exporter, "status",
/// "check" and "active servers").
bool follows_checks(std::string_view metric) {
  if (!metric.starts_with("haproxy_server_") && !metric.starts_with("haproxy_backend_")) {
    return false;
  }
  return metric.ends_with("_status") || metric.ends_with("_servers") ||
         metric.find("_check_") != std::string_view::npos ||
         metric.find("_downtime_") != std::string_view::npos;
}

/// Gauges that say yes or no: 1 or 0 (Prometheus itself, the exporters of probes and of nginx).
bool says_yes_or_no(std::string_view metric) {
  return one_of(metric, {"up", "probe_success", "nginx_up"});
}

class Shape {
 public:
  explicit Shape(const PromqlNode& tree) {
    ranges(tree, "");
    all_hold(tree);
    // What is said besides the shares may be crossed later than they are.
    if (shared_ != out_.ranges.size()) out_.shares.clear();
    if (checked_ > 0 || unknown_) {
      out_.checks = checked_ == selectors_ ? ReadsChecks::only : ReadsChecks::partly;
    }
  }
  PromqlShape take() { return std::move(out_); }

 private:
  void ranges(const PromqlNode& node, const std::string& function) {
    if (node.kind == Kind::selector) {
      ++selectors_;
      const std::string metric = metric_of(node.name);
      if (follows_checks(metric)) ++checked_;
      unknown_ = unknown_ || metric.empty();
      if (node.range.value.count() > 0) {
        out_.ranges.push_back({function, node.name, node.range, {}, false});
        owners_.push_back(&node);
      }
    }
    for (const PromqlNode& child : node.children) {
      ranges(child, node.kind == Kind::call ? node.name : "");
    }
  }

  /// Of a part that must hold for the alert to fire, or that suffices for it.
  void all_hold(const PromqlNode& node, bool necessary = true) {
    if (node.joins("and") || node.joins("or")) {
      const bool both = necessary && node.joins("and");
      all_hold(node.children[0], both);
      all_hold(node.children[1], both);
    } else if (node.joins("unless")) {
      all_hold(node.children[0], necessary);
    } else if (node.joins("<") || node.joins("<=")) {
      if (const auto threshold = constant(node.children[1]); threshold && necessary) {
        share_of_no(node.children[0], *threshold);
      }
    } else if (node.joins(">") || node.joins(">=") || node.joins("!=")) {
      const auto threshold = constant(node.children[1]);
      if (!threshold) return;
      if (*threshold == 0 && !node.joins(">=")) above_zero(node.children[0]);
      if (*threshold > 0 && !node.joins("!=") && necessary) {
        share(node.children[0], *threshold);
        share_beyond_quantile(node.children[0]);
      }
    }
  }

  /// A number, or a product of them: (14.4 * 0.001).
  static std::optional<double> constant(const PromqlNode& node) {
    if (node.kind == Kind::number) return node.value;
    if (!node.joins("*")) return {};
    const auto left = constant(node.children[0]), right = constant(node.children[1]);
    return left && right ? std::optional(*left * *right) : std::nullopt;
  }

  /// sum by (x) (rate(a[5m])): aggregations around one range, and nothing else.
  const PromqlNode* only_range(const PromqlNode& node) const {
    const PromqlNode* at = &node;
    while (at->kind == Kind::call && at->children.size() == 1 && !at->subquery) {
      const PromqlNode& inner = at->children[0];
      if (inner.kind == Kind::selector) {
        return sees_growth(at->name) && inner.range.value.count() > 0 ? &inner : nullptr;
      }
      if (!one_of(at->name, {"sum", "max", "min", "avg"})) return nullptr;
      at = &inner;
    }
    return nullptr;
  }

  void above_zero(const PromqlNode& node) {
    const PromqlNode* range = only_range(node);
    for (std::size_t i = 0; range && i < owners_.size(); ++i) {
      if (owners_[i] == range) out_.ranges[i].above_zero = true;
    }
  }

  void share(const PromqlNode& node, double threshold) {
    if (!node.joins("/")) return;
    const PromqlNode* part = only_range(node.children[0]);
    const PromqlNode* whole = only_range(node.children[1]);
    if (!part || !whole || part->range != whole->range || threshold >= 1) return;
    out_.shares.push_back({part->range, threshold});
    shared_ += 2;
  }

  /// avg_over_time(up[R]) < θ: a share of more than 1 − θ says no.
  void share_of_no(const PromqlNode& node, double threshold) {
    if (node.kind != Kind::call || node.name != "avg_over_time" || node.children.size() != 1)
      return;
    const PromqlNode& of = node.children[0];
    if (of.kind != Kind::selector || !says_yes_or_no(metric_of(of.name)) || threshold >= 1) return;
    if (!(threshold > 0)) return;  // NaN neither
    out_.shares.push_back({of.range, 1 - threshold, true});
    ++shared_;
  }

  /// histogram_quantile(φ, sum by (le) (rate(x_bucket[R]))) > θ: a share of more than 1 − φ is
  /// slow.
  void share_beyond_quantile(const PromqlNode& node) {
    if (node.kind != Kind::call || node.name != "histogram_quantile" || node.children.size() != 2) {
      return;
    }
    const auto quantile = constant(node.children[0]);
    const PromqlNode* of = only_range(node.children[1]);
    if (!quantile || !of || !(*quantile > 0 && *quantile < 1)) return;
    out_.shares.push_back({of->range, 1 - *quantile});
    ++shared_;
  }

  PromqlShape out_;
  std::vector<const PromqlNode*> owners_;  // of out_.ranges
  std::size_t selectors_ = 0, checked_ = 0, shared_ = 0;
  bool unknown_ = false;  // a selector that names no metric
};

}  // namespace

PromqlShape promql_shape(std::string_view expression) {
  const auto tree = promql_tree(expression);
  if (tree) return Shape(*tree).take();
  // Not understood: it may read anything.
  PromqlShape unknown;
  unknown.checks = ReadsChecks::partly;
  return unknown;
}

std::string metric_of(std::string_view selector) {
  return std::string(selector.substr(0, selector.find('{')));
}

}  // namespace misfire
