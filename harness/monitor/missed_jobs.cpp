#include "monitor/missed_jobs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/lower_case.hpp"
#include "monitor/promql_selector.hpp"
#include "monitor/promql_tree.hpp"

namespace misfire {
namespace {

/// How the metrics of an exporter begin, and what the jobs are called that scrape it. Those that a
/// stack has of its own (haproxy_, probe_, …) are not among them.
struct Exporter {
  std::string_view prefix;
  std::vector<std::string_view> jobs;
};
const std::vector<Exporter>& exporters() {
  static const std::vector<Exporter> all = {
      {"pg_", {"postgres", "pg", "database"}},
      {"mysql_", {"mysql", "mariadb", "database"}},
      {"redis_", {"redis", "valkey"}},
      {"mongodb_", {"mongo", "database"}},
      {"memcached_", {"memcache"}},
      {"rabbitmq_", {"rabbit"}},
      {"kafka_", {"kafka"}},
      {"elasticsearch_", {"elastic"}},
      {"node_", {"node"}},
      {"windows_", {"windows"}},
      {"namedprocess_", {"process"}},
      {"container_", {"cadvisor", "kubelet", "container"}},
      {"kube_", {"kube"}},
      {"etcd_", {"etcd"}},
  };
  return all;
}

/// The first of the jobs whose name has one of the words.
std::string named_after(const std::vector<std::string>& jobs, const Exporter& exporter) {
  for (const std::string& job : jobs) {
    const std::string name = lower_case(job);
    for (const std::string_view word : exporter.jobs) {
      if (name.find(word) != name.npos) return job;
    }
  }
  return "";
}

class Missed {
 public:
  Missed(const std::vector<std::string>& left_out, const std::vector<std::string>& kept)
      : left_out_(left_out), kept_(kept) {}

  /// Only where a result of absent() is one of the whole.
  std::optional<MissedJob> under(const PromqlNode& node) const {
    if (node.calls("absent") || node.calls("absent_over_time")) return looked_for(node);
    if (node.joins("or")) {
      auto one = under(node.children[0]);
      return one ? one : under(node.children[1]);
    }
    // absent(…) == 1: it has no other value.
    const bool compared = node.joins("==") || node.joins(">") || node.joins(">=");
    if (compared && node.children[1].kind == PromqlNode::Kind::number) {
      const double with = node.children[1].value;
      const bool holds = node.joins(">") ? 1 > with : node.joins(">=") ? 1 >= with : with == 1;
      const PromqlNode& left = node.children[0];
      const bool bare = left.calls("absent") || left.calls("absent_over_time");
      if (holds && bare) return looked_for(left);
    }
    return {};
  }

 private:
  /// Without whose series there is no result: of x, x == 1, sum(rate(x[5m])). Null: not that plain.
  static const PromqlNode* selector_in(const PromqlNode& node) {
    if (node.kind == PromqlNode::Kind::selector) return node.subquery ? nullptr : &node;
    const bool of_nothing = node.calls("vector") || node.calls("scalar") || node.calls("absent") ||
                            node.calls("absent_over_time");
    if (node.kind == PromqlNode::Kind::call && node.children.size() == 1 && !of_nothing) {
      return selector_in(node.children[0]);
    }
    const bool with_number =
        node.kind == PromqlNode::Kind::binary && node.children[1].kind == PromqlNode::Kind::number;
    return with_number && !node.joins("or") ? selector_in(node.children[0]) : nullptr;
  }

  std::optional<MissedJob> looked_for(const PromqlNode& call) const {
    const PromqlNode* selector =
        call.children.size() == 1 ? selector_in(call.children[0]) : nullptr;
    if (selector == nullptr) return {};
    const std::string job = only_of(selector->name);
    if (job.empty()) return {};
    const bool bare = selector == &call.children[0];
    return MissedJob{fmt::format("{}({}{})", call.name, selector->name, bare ? "" : " …"), job};
  }

  /// The job that is left out and alone could have series of this selector.
  std::string only_of(const std::string& selector) const {
    std::vector<const Matcher*> of_jobs;
    const std::vector<Matcher> matchers = matchers_of_selector(selector);
    for (const Matcher& matcher : matchers) {
      if (matcher.label == "job") of_jobs.push_back(&matcher);
    }
    if (of_jobs.empty()) return by_metric(metric_named(selector));
    const auto asked = [&](const std::string& job) {
      return std::all_of(of_jobs.begin(), of_jobs.end(), [&](const Matcher* one) {
        return one->matches({{"job", job}});
      });
    };
    if (std::any_of(kept_.begin(), kept_.end(), asked)) return "";
    const auto found = std::find_if(left_out_.begin(), left_out_.end(), asked);
    return found == left_out_.end() ? "" : *found;
  }

  std::string by_metric(const std::string& metric) const {
    for (const Exporter& exporter : exporters()) {
      if (!metric.starts_with(exporter.prefix)) continue;
      return named_after(kept_, exporter).empty() ? named_after(left_out_, exporter) : "";
    }
    return "";
  }

  const std::vector<std::string>& left_out_;
  const std::vector<std::string>& kept_;
};

}  // namespace

std::optional<MissedJob> missed_job(std::string_view expression,
                                    const std::vector<std::string>& left_out,
                                    const std::vector<std::string>& kept) {
  if (left_out.empty()) return {};
  const auto tree = promql_tree(expression);
  return tree ? Missed(left_out, kept).under(*tree) : std::nullopt;
}

}  // namespace misfire
