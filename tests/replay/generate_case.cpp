// Cases from seeds: a random tree of routes, then one post after the other, each kept only if the
// model sees no close call with it.
#include <map>

#include "base/random.hpp"
#include "model_builder.hpp"
#include "routing_case.hpp"

namespace misfire {
namespace {

const std::vector<std::pair<std::string, std::vector<std::string>>> kLabels = {
    {"alertname", {"A", "B", "C"}}, {"severity", {"page", "ticket"}}, {"team", {"x", "y"}}};
constexpr std::int64_t kLastPost = 5800, kUntil = 7800;
constexpr std::int64_t kStep = 41;  // from try to try
constexpr int kTries = 12;

class Generator {
 public:
  Generator(std::uint64_t seed, const Chores& chores, int scale)
      : random_(seed, "routing case"), scale_(scale) {
    one_.chores = chores;
    one_.scale = scale;
    one_.seed = seed;
    one_.label = fmt::format("s{}", seed);
    one_.until = kUntil * scale;
  }

  RoutingCase make() {
    for (;;) {
      one_.posts.clear();
      one_.alertmanager = configuration();
      routing_ = routing_of(one_.alertmanager);
      posts();
      if (one_.posts.size() >= 5 && !simulate_case(one_, routing_).notifications.empty()) {
        return one_;
      }
    }
  }

 private:
  bool chance(double p) { return random_.uniform() < p; }
  template <class T>
  const T& any(const std::vector<T>& of) {
    return of[random_.below(of.size())];
  }

  // ---- the configuration ----

  std::string configuration() {
    receivers_ = 1 + static_cast<int>(random_.below(3));
    YamlTree tree = YamlTree::map();
    tree.set(
        "global",
        YamlTree::map({{"resolve_timeout", YamlTree::plain(fmt::format("{}ms", 2200 * scale_))}}));
    YamlTree root = route(0);
    root.erase("continue");
    root.erase("matchers");
    root.erase("match");
    root.erase("match_re");
    root.erase("mute_time_intervals");
    root.erase("active_time_intervals");
    root.set("receiver", YamlTree::string(receiver(0)));
    for (const char* key : {"group_wait", "group_interval", "repeat_interval"}) {
      if (root.find(key) == nullptr) root.set(key, duration(key));
    }
    tree.set("route", std::move(root));
    tree.set("inhibit_rules", inhibit_rules());
    tree.set("time_intervals", YamlTree::sequence({interval("always", "24:00"), never()}));
    std::vector<YamlTree> all;
    for (int i = 0; i < receivers_; ++i) all.push_back(receiver_tree(receiver(i)));
    tree.set("receivers", YamlTree::sequence(std::move(all)));
    return emit_yaml(tree);
  }

  std::string receiver(int i) const { return fmt::format("{}-r{}", one_.label, i); }

  YamlTree receiver_tree(const std::string& name) {
    YamlTree tree = YamlTree::map({{"name", YamlTree::string(name)}});
    const int integrations = chance(0.1) ? 0 : chance(0.4) ? 2 : 1;
    if (integrations == 0) return tree;
    std::vector<YamlTree> webhooks;
    for (int i = 0; i < integrations; ++i) {
      webhooks.push_back(YamlTree::map(
          {{"url", YamlTree::string(fmt::format("{}/notify/{}/webhook/{}", kSinkUrl, name, i))},
           {"send_resolved", YamlTree::plain(chance(0.6) ? "true" : "false")}}));
    }
    tree.set("webhook_configs", YamlTree::sequence(std::move(webhooks)));
    return tree;
  }

  YamlTree interval(const std::string& name, const std::string& end) const {
    const YamlTree times = YamlTree::map(
        {{"times", YamlTree::sequence({YamlTree::map({{"start_time", YamlTree::string("00:00")},
                                                      {"end_time", YamlTree::string(end)}})})}});
    return YamlTree::map({{"name", YamlTree::string(one_.label + "-" + name)},
                          {"time_intervals", YamlTree::sequence({times})}});
  }
  YamlTree never() const {
    YamlTree year = YamlTree::map({{"years", YamlTree::sequence({YamlTree::string("1970")})}});
    return YamlTree::map({{"name", YamlTree::string(one_.label + "-never")},
                          {"time_intervals", YamlTree::sequence({std::move(year)})}});
  }

  YamlTree duration(const std::string& key) {
    static const std::map<std::string, std::vector<int>> choices = {
        {"group_wait", {0, 230, 420, 640, 1000}},
        {"group_interval", {500, 780, 1100, 1700}},
        {"repeat_interval", {170, 1300, 2700, 3'600'000, 3'600'000}}};
    return YamlTree::plain(fmt::format("{}ms", any(choices.at(key)) * scale_));
  }

  std::string matcher() {
    const auto& [label, values] = any(kLabels);
    static const std::vector<std::string> signs = {"=", "=", "!=", "=~", "!~"};
    const std::string& sign = any(signs);
    const bool pattern = sign.ends_with("~");
    return fmt::format("{}{}\"{}\"", label, sign,
                       pattern ? any(values) + "|" + any(values) : any(values));
  }

  /// In one of the three forms, or none at all.
  void matchers(YamlTree& tree) {
    if (chance(0.1)) return;
    if (chance(0.15)) {
      const auto& [label, values] = any(kLabels);
      tree.set(chance(0.5) ? "match" : "match_re",
               YamlTree::map({{label, YamlTree::string(any(values))}}));
      return;
    }
    std::vector<YamlTree> some = {YamlTree::string(matcher())};
    if (chance(0.25)) some.push_back(YamlTree::string(matcher()));
    tree.set("matchers", YamlTree::sequence(std::move(some)));
  }

  void group_by(YamlTree& tree) {
    static const std::vector<std::vector<std::string>> choices = {
        {}, {"..."}, {"alertname"}, {"team"}, {"severity", "instance"}, {"alertname", "instance"}};
    if (chance(0.4)) return;
    std::vector<YamlTree> labels;
    for (const std::string& label : any(choices)) labels.push_back(YamlTree::string(label));
    tree.set("group_by", YamlTree::sequence(std::move(labels)));
  }

  YamlTree route(int depth) {
    YamlTree tree = YamlTree::map();
    if (chance(0.6)) {
      const auto which = static_cast<int>(random_.below(static_cast<std::uint64_t>(receivers_)));
      tree.set("receiver", YamlTree::string(receiver(which)));
    }
    matchers(tree);
    group_by(tree);
    for (const char* key : {"group_wait", "group_interval", "repeat_interval"}) {
      if (chance(0.5)) tree.set(key, duration(key));
    }
    if (chance(0.4)) tree.set("continue", YamlTree::plain("true"));
    for (const char* key : {"mute_time_intervals", "active_time_intervals"}) {
      if (!chance(0.12)) continue;
      const std::string name = one_.label + (chance(0.5) ? "-always" : "-never");
      tree.set(key, YamlTree::sequence({YamlTree::string(name)}));
    }
    if (depth < 3) {
      std::vector<YamlTree> children;
      const std::uint64_t wanted = depth == 0 ? 1 + random_.below(3) : random_.below(3);
      for (std::uint64_t i = 0; i < wanted; ++i) children.push_back(route(depth + 1));
      // Two branches of one key.
      if (!children.empty() && chance(0.08)) children.push_back(children.back());
      if (!children.empty()) tree.set("routes", YamlTree::sequence(std::move(children)));
    }
    return tree;
  }

  YamlTree inhibit_rules() {
    std::vector<YamlTree> rules;
    while (chance(0.6) && rules.size() < 3) {
      const auto side = [&] {
        return YamlTree::sequence({YamlTree::string(fmt::format("case=\"{}\"", one_.label)),
                                   YamlTree::string(matcher())});
      };
      YamlTree rule = YamlTree::map({{"source_matchers", side()}, {"target_matchers", side()}});
      if (chance(0.5)) {
        rule.set("equal",
                 YamlTree::sequence({YamlTree::string(chance(0.5) ? "team" : "instance")}));
      }
      rules.push_back(std::move(rule));
    }
    return YamlTree::sequence(std::move(rules));
  }

  // ---- the alerts: their times are not scaled until they are written down ----

  struct Life {
    Labels labels;
    bool firing = false;
    std::int64_t starts = 0, ended = 0;
  };

  void posts() {
    std::vector<Life> lives(2 + random_.below(4));
    for (Life& life : lives) {
      life.labels["case"] = one_.label;
      for (const auto& [label, values] : kLabels) life.labels[label] = any(values);
      if (chance(0.5)) life.labels["instance"] = chance(0.5) ? "1" : "2";
    }
    // Not all cases begin at the same moment: their posts would queue up.
    std::int64_t now = 70 + static_cast<std::int64_t>(random_.below(900));
    while (now < kLastPost) {
      now = post(lives, now) + 50 + static_cast<std::int64_t>(random_.below(600));
    }
  }

  /// What happens next, at a moment where nothing is close; when it did.
  std::int64_t post(std::vector<Life>& lives, std::int64_t now) {
    std::vector<Life> next = lives;
    RoutingCase::Post sent{now * scale_, {}};
    const int together = chance(0.25) ? 2 : 1;
    for (int i = 0; i < together; ++i) {
      Life& life = next[random_.below(next.size())];
      sent.alerts.push_back(report(life, now));
    }
    for (int i = 0; i < kTries; ++i, now += kStep) {
      const std::int64_t shift = i == 0 ? 0 : kStep * scale_;
      sent.at += shift;
      for (RoutingCase::Alert& alert : sent.alerts) {
        if (alert.starts && *alert.starts >= sent.at - shift) *alert.starts += shift;
        if (alert.ends) *alert.ends += shift;
      }
      one_.posts.push_back(sent);
      if (simulate_case(one_, routing_, kApart * scale_).close_calls.empty()) {
        lives = next;
        return now;
      }
      one_.posts.pop_back();
    }
    return now;  // and leaves it out
  }

  RoutingCase::Alert report(Life& life, std::int64_t now) {
    RoutingCase::Alert alert{life.labels, life.starts * scale_, life.ended * scale_};
    const double dice = random_.uniform();
    if (!life.firing && life.ended > 0 && dice < 0.15) return alert;  // resolved, said once more
    if (!life.firing) {
      life.firing = true;
      life.starts = chance(0.2) ? now - 1500 : now;
      life.ended = 0;
    } else if (dice < 0.6) {
      life.firing = false;
      life.ended = now;
    }
    const std::int64_t ends = life.firing ? now + (chance(0.12) ? 1200 : 60'000) : life.ended;
    alert.starts = life.starts * scale_;
    alert.ends = ends * scale_;
    if (life.firing && chance(0.1)) alert.ends.reset();
    if (life.firing && chance(0.05)) alert.starts.reset();
    return alert;
  }

  Random random_;
  RoutingCase one_;
  Routing routing_;
  std::int64_t scale_;
  int receivers_ = 1;
};

}  // namespace

RoutingCase generate_case(std::uint64_t seed, const Chores& chores, int scale) {
  return Generator(seed, chores, scale).make();
}

}  // namespace misfire
