#include "monitor/rule_objects.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "monitor/yaml_documents.hpp"

namespace misfire {
namespace {

class Objects {
 public:
  explicit Objects(const std::string& file) : file_(file) {}

  Result<void> add(const YamlTree& document) {
    if (document.is_null()) return {};
    const std::string kind = document.get("kind");
    if (kind == "List") {
      const YamlTree* items = document.find("items");
      for (std::size_t i = 0; items != nullptr && i < items->items.size(); ++i) {
        if (auto done = add(items->items[i]); !done) return done;
      }
      return {};
    }
    const YamlTree* from = kind == "PrometheusRule" ? document.find("spec") : &document;
    if (!kind.empty() && kind != "PrometheusRule") {
      out_.limits.push_back(fmt::format("{}: an object of the kind {} holds no rules",
                                        to_string(document.where()), kind));
      return {};
    }
    const YamlTree* groups = from != nullptr ? from->find("groups") : nullptr;
    if (groups == nullptr || (!groups->is_sequence() && !groups->is_null())) {
      return usage_error("a rule file has a list `groups`",
                         kind.empty() ? "" : "that of a PrometheusRule stands under `spec`",
                         document.where());
    }
    for (YamlTree group : groups->items) groups_.push_back(named(std::move(group)));
    return {};
  }

  RuleObjects take() {
    out_.tree = YamlTree::map();
    out_.tree.file = file_;
    out_.tree.set("groups", YamlTree::sequence(std::move(groups_)));
    return std::move(out_);
  }

 private:
  /// Objects have files of their own in Kubernetes; in one file a group's name stands once. What
  /// only Thanos reads goes.
  YamlTree named(YamlTree group) {
    if (group.erase("partial_response_strategy")) {
      out_.limits.push_back(fmt::format(
          "{}: partial_response_strategy is left out, Thanos reads it", to_string(group.where())));
    }
    const std::string name = group.get("name");
    const auto taken = [&](const std::string& wanted) {
      return std::any_of(groups_.begin(), groups_.end(),
                         [&](const YamlTree& other) { return other.get("name") == wanted; });
    };
    if (name.empty() || !taken(name)) return group;
    int n = 2;
    while (taken(fmt::format("{} {}", name, n))) ++n;
    group.set("name", YamlTree::string(fmt::format("{} {}", name, n)));
    return group;
  }

  std::string file_;
  std::vector<YamlTree> groups_;
  RuleObjects out_;
};

}  // namespace

Result<RuleObjects> parse_rules(std::string_view text, const std::string& file) {
  auto trees = parse_documents(text, file);
  if (!trees) return tl::unexpected(trees.error());
  if (trees->size() == 1 && trees->front().find("kind") == nullptr) {
    return RuleObjects{std::move(trees->front()), {}};
  }
  Objects objects(file);
  for (const YamlTree& tree : *trees) {
    if (auto done = objects.add(tree); !done) return tl::unexpected(done.error());
  }
  return objects.take();
}

}  // namespace misfire
