#include <gmock/gmock.h>

#include "alertmanager_fixture.hpp"
#include "base/duration.hpp"
#include "monitor/check_files.hpp"
#include "monitor/yaml_tree.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kAt = "Tue 14:00 UTC";

Checked<RenderedAlertmanager> render(const std::string& yaml, double speed = 30,
                                     const std::string& at = kAt) {
  const ScratchFolder folder;
  folder.write("alertmanager.yml", yaml);
  return render_alertmanager(system_with(folder.path / "alertmanager.yml"), some_addresses(), speed,
                             at);
}

/// The rendered tree; a test that gets errors fails and goes on with an empty one.
YamlTree tree_of(const Checked<RenderedAlertmanager>& rendered) {
  if (!rendered) {
    ADD_FAILURE() << text_of(rendered.error());
    return {};
  }
  return parse_yaml(rendered->files.at("alertmanager.yml"), "alertmanager.yml").value();
}

const YamlTree& integration(const YamlTree& tree, std::size_t receiver, const char* list,
                            std::size_t index = 0) {
  return tree.find("receivers")->items.at(receiver).find(list)->items.at(index);
}

fs::path amtool() {
  return find_program("amtool").value();
}

// Every kind of integration, with secrets everywhere that secrets can be. All of them, and nothing
// else, contain the word PLANTED.
constexpr const char* kEverything = R"(
global:
  resolve_timeout: 10m
  slack_api_url: https://hooks.slack.com/PLANTED
  smtp_smarthost: mail.PLANTED.example:587
  smtp_from: alerts@example.com
  smtp_auth_username: PLANTED
  smtp_auth_password: PLANTED
  smtp_auth_secret: PLANTED
  smtp_auth_identity: PLANTED
  smtp_require_tls: true
  opsgenie_api_key: PLANTED
  opsgenie_api_url: https://PLANTED.example/
  victorops_api_key: PLANTED
  pagerduty_url: https://PLANTED.example/v2/enqueue
  wechat_api_secret: PLANTED
  wechat_api_corp_id: PLANTED
  telegram_api_url: https://PLANTED.example
  http_config:
    proxy_url: http://PLANTED.example
route:
  receiver: 'all kinds/1'
  group_by: [alertname]
receivers:
- name: 'all kinds/1'
  webhook_configs:
  - url: https://PLANTED.example/hook
    send_resolved: false
    http_config: {basic_auth: {username: PLANTED, password: PLANTED}}
  slack_configs:
  - api_url: https://PLANTED.example/slack
    channel: '#ops'
    title: '{{ template "t" . }}'
    http_config: {bearer_token: PLANTED}
  - api_url_file: /etc/PLANTED
    send_resolved: true
  pagerduty_configs:
  - routing_key: PLANTED
    description: "on"
  - service_key: PLANTED
  email_configs:
  - to: ops@example.com
    smarthost: PLANTED.example:25
    auth_password: PLANTED
    auth_username: PLANTED
    auth_secret: PLANTED
    auth_identity: PLANTED
    tls_config: {ca_file: /etc/PLANTED}
    headers: {Subject: "five nines"}
  opsgenie_configs:
  - api_key: PLANTED
  wechat_configs:
  - api_secret: PLANTED
    corp_id: PLANTED
  victorops_configs:
  - api_key: PLANTED
    routing_key: PLANTED
    send_resolved: false
)";

TEST(RenderAlertmanager, NoSecretAndNoEndpointSurvives) {
  const auto rendered = render(kEverything);
  ASSERT_TRUE(rendered) << text_of(rendered.error());
  for (const auto& [name, bytes] : rendered->files) {
    EXPECT_THAT(bytes, Not(HasSubstr("PLANTED"))) << name;
    EXPECT_THAT(bytes, Not(HasSubstr("https://"))) << name;
  }
  EXPECT_THAT(text_of(rendered->changes) + text_of(rendered->limits), Not(HasSubstr("PLANTED")));
}

TEST(RenderAlertmanager, AmtoolAcceptsEveryKindOfIntegration) {
  const auto rendered = render(kEverything);
  ASSERT_TRUE(rendered) << text_of(rendered.error());
  const auto approved = check_alertmanager(rendered->files, amtool());
  EXPECT_TRUE(approved) << to_string(approved.error().front());
}

TEST(RenderAlertmanager, EndpointsLeadToTheSinkAndNameTheirReceiver) {
  const YamlTree tree = tree_of(render(kEverything));
  const std::string base = "http://127.77.1.1:9094/notify/all%20kinds%2F1/";
  EXPECT_EQ(integration(tree, 0, "webhook_configs").get("url"), base + "webhook/0");
  EXPECT_EQ(integration(tree, 0, "slack_configs").get("api_url"), base + "slack/0");
  EXPECT_EQ(integration(tree, 0, "slack_configs", 1).get("api_url"), base + "slack/1");
  EXPECT_EQ(integration(tree, 0, "pagerduty_configs").get("url"), base + "pagerduty/0");
  EXPECT_EQ(integration(tree, 0, "pagerduty_configs", 1).get("url"), base + "pagerduty/1");
  const YamlTree& mail = integration(tree, 0, "email_configs");
  EXPECT_EQ(mail.get("smarthost"), "127.77.1.1:2525");
  EXPECT_EQ(mail.get("require_tls"), "false");
  EXPECT_EQ(mail.find("headers")->get("X-Misfire-Receiver"), "all%20kinds%2F1/0");
}

TEST(RenderAlertmanager, PagerDutysFirstApiHasAFixedAddressSoTheSecondTakesItsPlace) {
  const auto rendered = render(kEverything);
  const YamlTree tree = tree_of(rendered);
  EXPECT_EQ(integration(tree, 0, "pagerduty_configs", 1).find("service_key"), nullptr);
  EXPECT_NE(integration(tree, 0, "pagerduty_configs", 1).find("routing_key"), nullptr);
  EXPECT_THAT(text_of(rendered->changes), HasSubstr("service_key"));
}

TEST(RenderAlertmanager, TypeTemplateAndSendResolvedStay) {
  const YamlTree tree = tree_of(render(kEverything));
  EXPECT_EQ(integration(tree, 0, "webhook_configs").get("send_resolved"), "false");
  EXPECT_EQ(integration(tree, 0, "slack_configs").get("title"), "{{ template \"t\" . }}");
  EXPECT_EQ(integration(tree, 0, "slack_configs").find("send_resolved"), nullptr);
  EXPECT_EQ(integration(tree, 0, "slack_configs", 1).get("send_resolved"), "true");
  EXPECT_TRUE(integration(tree, 0, "pagerduty_configs").find("description")->quoted);
  EXPECT_EQ(integration(tree, 0, "email_configs").find("headers")->get("Subject"), "five nines");
  EXPECT_EQ(integration(tree, 0, "email_configs").get("to"), "ops@example.com");
}

TEST(RenderAlertmanager, AWebhookStandsInForOtherKindsAndTheLimitsSaySo) {
  const auto rendered = render(kEverything);
  const YamlTree tree = tree_of(rendered);
  const std::string base = "http://127.77.1.1:9094/notify/all%20kinds%2F1/";
  // Each with the default of its own kind, which is not a webhook's.
  EXPECT_EQ(integration(tree, 0, "webhook_configs", 1).get("url"), base + "opsgenie/0");
  EXPECT_EQ(integration(tree, 0, "webhook_configs", 1).get("send_resolved"), "true");
  EXPECT_EQ(integration(tree, 0, "webhook_configs", 2).get("url"), base + "wechat/0");
  EXPECT_EQ(integration(tree, 0, "webhook_configs", 2).get("send_resolved"), "false");
  EXPECT_EQ(integration(tree, 0, "webhook_configs", 3).get("url"), base + "victorops/0");
  EXPECT_EQ(integration(tree, 0, "webhook_configs", 3).get("send_resolved"), "false");
  EXPECT_THAT(text_of(rendered->limits),
              AllOf(HasSubstr("opsgenie"), HasSubstr("wechat"), HasSubstr("victorops")));
}

constexpr const char* kObservers = R"(
route: {receiver: hook}
receivers:
- name: hook
  webhook_configs: [{url: 'http://a.example'}]
- name: chat
  slack_configs: [{api_url: 'http://a.example'}]
- name: both
  webhook_configs: [{url: 'http://a.example'}]
  email_configs: [{to: a@example.com, from: b@example.com, smarthost: 'm.example:25'}]
- name: nobody
- name: genie
  opsgenie_configs: [{api_key: x}]
)";

TEST(RenderAlertmanager, AnObserverGoesWherePayloadsDoNotListAlertsAndWhereNobodyListens) {
  const auto rendered = render(kObservers);
  const YamlTree tree = tree_of(rendered);
  const auto observers = [&](std::size_t receiver) {
    std::vector<std::string> found;
    const YamlTree* hooks = tree.find("receivers")->items.at(receiver).find("webhook_configs");
    for (std::size_t i = 0; hooks != nullptr && i < hooks->items.size(); ++i) {
      const auto url = hooks->items[i].get("url");
      if (!url.ends_with("?observer=1")) continue;
      found.push_back(url.substr(url.find("/notify")));
      EXPECT_EQ(hooks->items[i].get("send_resolved"), "true");
    }
    return found;
  };
  EXPECT_THAT(observers(0), ElementsAre());
  EXPECT_THAT(observers(1), ElementsAre("/notify/chat/webhook/0?observer=1"));
  EXPECT_THAT(observers(2), ElementsAre("/notify/both/webhook/1?observer=1"));
  EXPECT_THAT(observers(3), ElementsAre("/notify/nobody/webhook/0?observer=1"));
  EXPECT_THAT(observers(4), ElementsAre());
  EXPECT_EQ(rendered->observers,
            (std::map<std::string, int>{{"chat", 0}, {"both", 1}, {"nobody", 0}}));
}

constexpr const char* kTimes = R"(
route:
  receiver: a
  group_interval: 10m
  routes:
  - receiver: a
    group_wait: 1m30s
    repeat_interval: 1d
    routes: [{receiver: a, group_wait: 15ms}]
  - receiver: a
    group_interval: 15m
receivers: [{name: a, webhook_configs: [{url: 'http://a.example'}]}]
)";

TEST(RenderAlertmanager, DividesEveryTimerAndWritesTheRootsDefaultsOut) {
  const auto rendered = render(kTimes, 30);
  const YamlTree tree = tree_of(rendered);
  const auto seconds = [](const YamlTree& node, const char* key) {
    return parse_duration(node.get(key)).value().seconds();
  };
  const YamlTree& root = *tree.find("route");
  EXPECT_EQ(seconds(root, "group_wait"), 1);
  EXPECT_EQ(seconds(root, "group_interval"), 20);
  EXPECT_EQ(seconds(root, "repeat_interval"), 480);
  const YamlTree& child = root.find("routes")->items.at(0);
  EXPECT_EQ(seconds(child, "group_wait"), 3);
  EXPECT_EQ(child.find("group_interval"), nullptr);  // inherited
  EXPECT_EQ(seconds(child, "repeat_interval"), 2880);
  EXPECT_EQ(child.find("routes")->items.at(0).get("group_wait"), "1ms");  // the least there is
  EXPECT_EQ(seconds(*tree.find("global"), "resolve_timeout"), 10);
  EXPECT_EQ(rendered->longest_group_wait, model_seconds(90));
  EXPECT_EQ(rendered->longest_group_interval, model_seconds(900));
}

TEST(RenderAlertmanager, TellsTheRoutingTreeWithWhatItsNodesInherit) {
  const auto rendered = render(R"(
route:
  receiver: a
  group_by: [alertname]
  routes:
    - matchers: [severity="page"]
      group_wait: 10s
      continue: true
      routes:
        - {receiver: b, group_by: ['...'], match: {team: x}}
    - {receiver: b, group_interval: 1m}
receivers: [{name: a}, {name: b}]
)",
                               30);
  ASSERT_TRUE(rendered) << text_of(rendered.error());
  const auto seconds = model_seconds;
  const Matcher page{"severity", Matcher::Op::equal, "page"};
  const Matcher team{"team", Matcher::Op::equal, "x"};
  EXPECT_TRUE(
      (rendered->routes ==
       std::vector<Route>{{0, "a", {}, true, false, {"alertname"}, seconds(30), seconds(300)},
                          {1, "a", {page}, true, true, {"alertname"}, seconds(10), seconds(300)},
                          {2, "b", {team}, true, false, {"..."}, seconds(10), seconds(300)},
                          {1, "b", {}, true, false, {"alertname"}, seconds(30), seconds(60)}}));
}

TEST(RenderAlertmanager, AtSpeedOneTimersStayAsTheyAre) {
  const YamlTree tree = tree_of(render(kTimes, 1));
  EXPECT_EQ(tree.find("route")->get("group_interval"), "10m");
  EXPECT_EQ(tree.find("route")->get("group_wait"), "30s");
  EXPECT_EQ(tree.find("route")->find("routes")->items.at(0).get("group_wait"), "1m30s");
}

constexpr const char* kMuted = R"(
route:
  receiver: a
  routes:
  - {receiver: a, mute_time_intervals: [weekend], active_time_intervals: [office]}
mute_time_intervals:
- name: weekend
  time_intervals: [{weekdays: [saturday, sunday]}]
time_intervals:
- name: office
  time_intervals: [{times: [{start_time: '09:00', end_time: '17:00'}], location: America/New_York}]
receivers: [{name: a}]
)";

TEST(RenderAlertmanager, TimeIntervalsBecomeAlwaysOrNever) {
  const auto of = [](const YamlTree& tree, const char* list) {
    return tree.find(list)->items.at(0).find("time_intervals")->items.at(0);
  };
  // 14:00 UTC on a Tuesday in winter is 09:00 in New York.
  const auto tuesday = render(kMuted, 30, "Tue 14:00 UTC");
  EXPECT_NE(of(tree_of(tuesday), "mute_time_intervals").find("years"), nullptr);
  EXPECT_NE(of(tree_of(tuesday), "time_intervals").find("times"), nullptr);
  EXPECT_TRUE(check_alertmanager(tuesday->files, amtool()));
  const auto sunday = render(kMuted, 30, "Sun 13:59");
  EXPECT_NE(of(tree_of(sunday), "mute_time_intervals").find("times"), nullptr);
  EXPECT_NE(of(tree_of(sunday), "time_intervals").find("years"), nullptr);
  EXPECT_THAT(text_of(sunday->changes), HasSubstr("weekend holds always"));
}

TEST(RenderAlertmanager, TellsAllMistakesWithTheirPlaceAndTheNearestName) {
  const auto rendered = render(R"(route:
  receiver: auth-oncal
  group_wait: 30 sec
  routes:
  - receiver: auth-oncall
    mute_time_intervals: [w]
time_intervals:
- name: w
  time_intervals: [{weekday: [monday]}]
receivers:
- name: auth-oncall
  slak_configs: [{api_url: 'http://a.example'}]
)");
  ASSERT_FALSE(rendered);
  const std::string text = text_of(rendered.error());
  EXPECT_EQ(rendered.error().size(), 4u) << text;
  EXPECT_THAT(text,
              AllOf(HasSubstr("alertmanager.yml:2:13: the route's receiver \"auth-oncal\""),
                    HasSubstr("did you mean \"auth-oncall\"?"),
                    HasSubstr("alertmanager.yml:3:15: group_wait"),
                    HasSubstr("alertmanager.yml:9:30: a time interval has no key \"weekday\""),
                    HasSubstr("did you mean \"slack_configs\"?")));
  for (const Error& error : rendered.error()) EXPECT_EQ(error.code, ErrorCode::usage);
}

TEST(RenderAlertmanager, ReceiversThatAreMissingAreTold) {
  for (const char* receivers : {"", "receivers:\n", "receivers: []\n"}) {
    const auto rendered = render(std::string("route: {receiver: a}\n") + receivers);
    ASSERT_FALSE(rendered) << receivers;
    ASSERT_EQ(rendered.error().size(), 1u) << text_of(rendered.error());
    EXPECT_THAT(rendered.error()[0].message, HasSubstr("there are no `receivers`"));
    ASSERT_TRUE(rendered.error()[0].where);
    EXPECT_EQ(rendered.error()[0].where->line, *receivers == '\0' ? 1 : 2);
  }
}

TEST(RenderAlertmanager, BadSyntaxIsToldWithItsPlace) {
  const auto rendered = render("route: {receiver: a\nreceivers: [\n");
  ASSERT_FALSE(rendered);
  EXPECT_EQ(rendered.error().size(), 1u);
  EXPECT_THAT(text_of(rendered.error()), HasSubstr("alertmanager.yml:"));
}

TEST(RenderAlertmanager, UnknownKeysAreLeftForAmtoolToRefuse) {
  const auto rendered = render("route: {receiver: a, group_bye: [x]}\nreceivers: [{name: a}]\n");
  ASSERT_TRUE(rendered) << text_of(rendered.error());
  const auto approved = check_alertmanager(rendered->files, amtool());
  ASSERT_FALSE(approved);
  EXPECT_EQ(approved.error().front().code, ErrorCode::usage);
  EXPECT_THAT(approved.error().front().message, HasSubstr("unknown key group_bye"));
}

TEST(RenderAlertmanager, TemplatesAreCopiedInTheOrderInWhichTheyCount) {
  const ScratchFolder folder;
  folder.write("one/x.tmpl", "1");
  folder.write("two/x.tmpl", "2");
  folder.write("two/a.tmpl", "3");
  folder.write("alertmanager.yml", R"(
templates: ['two/*.tmpl', 'one/x.tmpl', 'three/*.tmpl']
route: {receiver: a}
receivers: [{name: a}]
)");
  const auto rendered =
      render_alertmanager(system_with(folder.path / "alertmanager.yml"), some_addresses(), 30, kAt);
  const YamlTree tree = tree_of(rendered);
  std::vector<std::string> contents;
  for (const auto& item : tree.find("templates")->items) {
    contents.push_back(rendered->files.at(item.text));
  }
  EXPECT_THAT(contents, ElementsAre("3", "2", "1"));
  EXPECT_THAT(text_of(rendered->limits), HasSubstr("three/*.tmpl"));
}

TEST(RenderAlertmanager, TheFirstNotificationDoesNotWaitForACluster) {
  const auto rendered = render("route: {receiver: a}\nreceivers: [{name: a}]\n");
  ASSERT_TRUE(rendered);
  EXPECT_THAT(rendered->flags, Contains("--cluster.listen-address="));
  EXPECT_THAT(rendered->flags, Contains("--web.listen-address=127.77.1.1:9093"));
}

class Fixture : public ::testing::TestWithParam<const char*> {};

TEST_P(Fixture, IsAcceptedByAmtoolBeforeAndAfterRendering) {
  const fs::path file = fs::path(kSourceDir) / "fixtures/monitoring" / GetParam();
  const auto rendered = render_alertmanager(system_with(file), some_addresses(), 30, kAt);
  ASSERT_TRUE(rendered) << text_of(rendered.error());
  const auto approved = check_alertmanager(rendered->files, amtool());
  EXPECT_TRUE(approved) << to_string(approved.error().front());
  FileSet original;
  for (const auto& entry : fs::recursive_directory_iterator(file.parent_path())) {
    const fs::path name = fs::relative(entry.path(), file.parent_path());
    if (name == "alertmanager.yml" || name.extension() == ".tmpl") {
      original[name.string()] = read_file(entry.path()).value();
    }
  }
  EXPECT_GE(original.size(), 2u);
  const auto before = check_alertmanager(original, amtool());
  EXPECT_TRUE(before) << to_string(before.error().front());
}

INSTANTIATE_TEST_SUITE_P(Systems, Fixture,
                         ::testing::Values("alertmanager.yml", "renamed/alertmanager.yml"));

}  // namespace
}  // namespace misfire
