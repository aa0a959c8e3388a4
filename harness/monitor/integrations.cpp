#include "monitor/integrations.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/nearest.hpp"

namespace misfire {
namespace {

constexpr const char* kNoSecret = "not-a-secret";  // where Alertmanager demands one

/// Integrations whose endpoint can be pointed at the sink: they run as they are.
const std::vector<std::string> kNative = {"webhook", "slack", "pagerduty", "email"};

/// Integrations for which a webhook stands in, and whether they tell of resolved alerts unless
/// told otherwise (Alertmanager, config/notifiers.go).
struct StandIn {
  const char* type;
  bool send_resolved;
};
constexpr StandIn kStandIns[] = {
    {"opsgenie", true},   {"victorops", true},  {"pushover", true}, {"wechat", false},
    {"sns", true},        {"telegram", true},   {"webex", true},    {"discord", true},
    {"msteams", true},    {"msteamsv2", true},  {"jira", true},     {"rocketchat", false},
    {"incidentio", true}, {"mattermost", true},
};

std::string notify_path(const std::string& receiver, const std::string& type, std::size_t index) {
  return fmt::format("/notify/{}/{}/{}", url_encode(receiver), type, index);
}

std::string notify_url(const SinkAddresses& sink, const std::string& path) {
  return fmt::format("http://{}{}", to_string(sink.http), path);
}

/// Removes the keys that exist; their names, for the list of changes.
std::vector<std::string> drop(YamlTree& from, const std::vector<std::string>& keys) {
  std::vector<std::string> dropped;
  for (const std::string& key : keys) {
    if (from.erase(key)) dropped.push_back(key);
  }
  return dropped;
}

std::vector<std::string> redirect(const std::string& type, YamlTree& config,
                                  const std::string& receiver, std::size_t index,
                                  const SinkAddresses& sink) {
  const std::string url = notify_url(sink, notify_path(receiver, type, index));
  std::vector<std::string> dropped;
  if (type == "webhook") {
    dropped = drop(config, {"url_file", "http_config"});
    config.set("url", YamlTree::string(url));
  } else if (type == "slack") {
    dropped =
        drop(config, {"api_url_file", "app_token", "app_token_file", "app_url", "http_config"});
    config.set("api_url", YamlTree::string(url));
  } else if (type == "pagerduty") {
    dropped = drop(config, {"routing_key", "routing_key_file", "service_key", "service_key_file",
                            "http_config"});
    // With a key of its API v1 Alertmanager heeds no url: alerts would leave the machine.
    for (std::string& key : dropped) {
      if (key.starts_with("service_key")) key += " (API v2 stands in for v1)";
    }
    config.set("routing_key", YamlTree::string(kNoSecret));
    config.set("url", YamlTree::string(url));
  } else {
    dropped =
        drop(config, {"auth_username", "auth_password", "auth_password_file", "auth_secret",
                      "auth_secret_file", "auth_identity", "tls_config", "force_implicit_tls"});
    config.set("smarthost", YamlTree::string(to_string(sink.smtp)));
    config.set("require_tls", YamlTree::plain("false"));
    if (config.find("headers") == nullptr || config.find("headers")->is_null()) {
      config.set("headers", YamlTree::map());
    }
    config.find("headers")->set(
        "X-Misfire-Receiver", YamlTree::string(fmt::format("{}/{}", url_encode(receiver), index)));
  }
  return dropped;
}

YamlTree webhook(const std::string& url, const std::string& send_resolved) {
  return YamlTree::map(
      {{"url", YamlTree::string(url)}, {"send_resolved", YamlTree::plain(send_resolved)}});
}

/// Edits one receiver; collects what its summary needs.
class Receiver {
 public:
  Receiver(YamlTree& tree, const SinkAddresses& sink, ReceiverNotes& notes)
      : tree_(tree), sink_(sink), notes_(notes), name_(tree.get("name")) {}

  void edit() {
    std::vector<YamlTree> webhooks;  // in place of integrations that cannot be redirected
    std::vector<YamlTree::Entry> kept;
    for (auto& [key, value] : tree_.entries) {
      if (!key.ends_with("_configs")) {
        kept.emplace_back(key, std::move(value));
        continue;
      }
      const std::string type = key.substr(0, key.size() - 8);
      if (std::find(kNative.begin(), kNative.end(), type) != kNative.end()) {
        redirect_all(type, value);
        kept.emplace_back(key, std::move(value));
      } else if (const StandIn* stand_in = find_stand_in(type)) {
        replace_all(*stand_in, value, webhooks);
      } else {
        unknown(key, value);
      }
    }
    tree_.entries = std::move(kept);
    const bool empty = integrations_.empty();
    if (lists_no_alerts_ || empty) {
      notes_.observers[name_] = static_cast<int>(plain_webhooks_);
      webhooks.push_back(
          webhook(notify_url(sink_, notify_path(name_, "webhook", plain_webhooks_) + "?observer=1"),
                  "true"));
    }
    append_webhooks(std::move(webhooks));
    summarise(empty);
  }

 private:
  static const StandIn* find_stand_in(const std::string& type) {
    const auto* found = std::find_if(std::begin(kStandIns), std::end(kStandIns),
                                     [&](const StandIn& s) { return type == s.type; });
    return found == std::end(kStandIns) ? nullptr : found;
  }

  void redirect_all(const std::string& type, YamlTree& configs) {
    for (std::size_t i = 0; i < configs.items.size(); ++i) {
      YamlTree& config = configs.items[i];
      if (!config.is_map() && !config.is_null()) continue;  // amtool tells
      for (const auto& key : redirect(type, config, name_, i, sink_)) {
        if (std::find(dropped_.begin(), dropped_.end(), key) == dropped_.end())
          dropped_.push_back(key);
      }
      integrations_.push_back(fmt::format("{}[{}]", type, i));
      if (type != "webhook") lists_no_alerts_ = true;
      if (type == "webhook") ++plain_webhooks_;
    }
  }

  void replace_all(const StandIn& stand_in, const YamlTree& configs,
                   std::vector<YamlTree>& webhooks) {
    for (std::size_t i = 0; i < configs.items.size(); ++i) {
      webhooks.push_back(webhook(
          notify_url(sink_, notify_path(name_, stand_in.type, i)),
          configs.items[i].get("send_resolved", stand_in.send_resolved ? "true" : "false")));
      integrations_.push_back(fmt::format("{}[{}]", stand_in.type, i));
    }
    if (!configs.items.empty()) {
      notes_.limits.push_back(
          fmt::format("receiver {}: a webhook stands in for {}; its templates are not tried", name_,
                      stand_in.type));
    }
  }

  void unknown(const std::string& key, const YamlTree& value) {
    std::vector<std::string> known = kNative;
    for (std::string& type : known) type += "_configs";
    for (const auto& s : kStandIns) known.push_back(std::string(s.type) + "_configs");
    notes_.errors.push_back(
        {ErrorCode::usage,
         fmt::format("receiver {} has an unknown kind of integration, \"{}\"", name_, key),
         suggestion(key, known), value.where()});
  }

  void append_webhooks(std::vector<YamlTree> webhooks) {
    if (webhooks.empty()) return;
    YamlTree* list = tree_.find("webhook_configs");
    if (list == nullptr || !list->is_sequence()) {
      list = &tree_.set("webhook_configs", YamlTree::sequence());
    }
    for (YamlTree& one : webhooks) list->items.push_back(std::move(one));
  }

  void summarise(bool empty) {
    std::string text =
        empty ? fmt::format("receiver {}: it notifies nobody", name_)
              : fmt::format("receiver {}: {} {} to the sink", name_, fmt::join(integrations_, ", "),
                            integrations_.size() == 1 ? "leads" : "lead");
    if (!dropped_.empty()) text += fmt::format("; without {}", fmt::join(dropped_, ", "));
    if (lists_no_alerts_ || empty)
      text += "; an observer webhook tells which alerts a notification carries";
    notes_.changes.push_back(std::move(text));
  }

  YamlTree& tree_;
  const SinkAddresses& sink_;
  ReceiverNotes& notes_;
  std::string name_;
  std::vector<std::string> integrations_, dropped_;
  std::size_t plain_webhooks_ = 0;
  bool lists_no_alerts_ = false;
};

/// Global keys that are endpoints, credentials or how to reach an endpoint.
bool leads_outside(const std::string& key) {
  if (key == "smtp_from" || key == "smtp_hello" || key == "resolve_timeout") return false;
  if (key.starts_with("smtp_")) return true;
  for (const char* part : {"url", "key", "secret", "token", "password", "_id", "file",
                           "http_config", "username", "tls"}) {
    if (key.find(part) != key.npos) return true;
  }
  return false;
}

}  // namespace

void redirect_receiver(YamlTree& receiver, const SinkAddresses& sink, ReceiverNotes& notes) {
  Receiver(receiver, sink, notes).edit();
}

void redirect_global(YamlTree& global, ReceiverNotes& notes) {
  std::vector<std::string> dropped;
  for (const auto& [key, value] : global.entries) {
    if (leads_outside(key)) dropped.push_back(key);
  }
  drop(global, dropped);
  if (!dropped.empty()) {
    notes.changes.push_back(fmt::format(
        "global: without {}; each integration names the sink instead", fmt::join(dropped, ", ")));
  }
}

}  // namespace misfire
