#include "init/people.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

AlertRule rule(const std::string& name, const std::string& expr, Labels labels) {
  AlertRule made;
  made.name = name;
  made.expr = expr;
  made.labels = std::move(labels);
  return made;
}

PeopleGuess people(const std::string& yaml, const std::vector<AlertRule>& rules = {}) {
  const auto tree = parse_yaml(yaml, "am.yml");
  if (!tree) throw std::logic_error(to_string(tree.error()));
  return guess_people(*tree, rules);
}

constexpr char kByLabel[] = R"(
route:
  receiver: mail
  routes:
    - matchers: ['priority=~"P1|P0"']
      receiver: platform-opsgenie
      routes:
        - matchers: [squad="identity"]
          receiver: identity-opsgenie
    - match: {priority: P2}
      receiver: chat
receivers:
  - {name: mail, email_configs: [{to: a@b}]}
  - {name: platform-opsgenie, opsgenie_configs: [{}]}
  - {name: identity-opsgenie, opsgenie_configs: [{}]}
  - {name: chat, slack_configs: [{}]}
)";

TEST(GuessPeople, PagesAreWhatLeadsToPagers) {
  EXPECT_THAT(people(kByLabel).pages, ElementsAre(Pair("priority", ElementsAre("P1", "P0"))));
}

TEST(GuessPeople, TeamsAreWhatRoutesTellByLabel) {
  EXPECT_THAT(people(kByLabel).teams,
              ElementsAre(Pair("identity", ElementsAre("identity-opsgenie"))));
}

TEST(GuessPeople, ATeamThatCanBeWokenIsNotItsTickets) {
  const PeopleGuess guess = people(R"(
route:
  receiver: r
  routes:
    - {match: {severity: page, team: auth}, receiver: auth-oncall}
    - {match: {severity: ticket, team: auth}, receiver: auth-tickets}
    - {match: {severity: ticket, team: web}, receiver: web-tickets}
receivers:
  - {name: r}
  - {name: auth-oncall, slack_configs: [{}]}
  - {name: auth-tickets, webhook_configs: [{}]}
  - {name: web-tickets, webhook_configs: [{}]}
)");
  EXPECT_THAT(guess.teams, ElementsAre(Pair("auth", ElementsAre("auth-oncall")),
                                       Pair("web", ElementsAre("web-tickets"))));
  EXPECT_THAT(guess.pages, ElementsAre(Pair("severity", ElementsAre("page"))));
}

TEST(GuessPeople, WithoutALabelTeamsAreCalledAsTheirPagers) {
  const PeopleGuess guess = people(R"(
route:
  receiver: mail
  routes:
    - {match: {severity: critical}, receiver: pagerduty-iam}
    - {match: {severity: warning}, receiver: mail}
receivers:
  - {name: mail, email_configs: [{to: a@b}]}
  - {name: pagerduty-iam, pagerduty_configs: [{}]}
)");
  EXPECT_THAT(guess.teams, ElementsAre(Pair("iam", ElementsAre("pagerduty-iam"))));
  EXPECT_THAT(guess.pages, ElementsAre(Pair("severity", ElementsAre("critical"))));
}

TEST(GuessPeople, WithoutPagersPagesAreWhatRulesCallUrgent) {
  const PeopleGuess guess = people(
      "route: {receiver: chat}\nreceivers: [{name: chat, slack_configs: [{}]}]\n",
      {rule("A", "x > 1", {{"level", "critical"}}), rule("B", "y > 1", {{"level", "info"}})});
  EXPECT_THAT(guess.pages, ElementsAre(Pair("level", ElementsAre("critical"))));
  EXPECT_THAT(guess.teams, ElementsAre(Pair("chat", ElementsAre("chat"))));
  EXPECT_THAT(people("route: {receiver: x}\nreceivers: [{name: x}]\n").pages,
              ElementsAre(Pair("severity", ElementsAre("critical", "page"))));
}

TEST(GuessPeople, ReceiversThatReachNobodyAreNoTeam) {
  EXPECT_THAT(people("route: {receiver: void}\nreceivers: [{name: void}]\n").teams, IsEmpty());
}

TEST(GuessPeople, TheSymptomIsThePageAboutFailingLoginsThatBlamesNobody) {
  const std::vector<AlertRule> rules{
      rule("NoServers", "sum(haproxy_up) == 0",
           {{"priority", "P1"}, {"squad", "platform"}, {"component", "load-balancer"}}),
      rule("LoginErrors", "rate(http_errors[5m]) > 0.1",
           {{"priority", "P1"}, {"squad", "identity"}}),
      rule("Slow", "latency > 1", {{"priority", "P2"}}),
      rule("Always", "vector( 1 )", {{"priority", "P1"}})};
  const PeopleGuess guess = people(kByLabel, rules);
  EXPECT_EQ(guess.symptom_rule, "LoginErrors");
  EXPECT_EQ(guess.symptom_team, "identity");
  EXPECT_FALSE(guess.symptom_has_component);
  EXPECT_THAT(guess.ignore, ElementsAre("Always"));
}

TEST(GuessPeople, WithoutSuchAPageNobodyIsPromisedOne) {
  const PeopleGuess guess = people(kByLabel, {rule("Slow", "latency > 1", {{"priority", "P2"}})});
  EXPECT_EQ(guess.symptom_rule, "");
  EXPECT_EQ(guess.symptom_team, "identity");
}

TEST(TeamOfReceiver, IsWhatIsLeftWithoutTheMeans) {
  for (const auto& [receiver, team] :
       std::map<std::string, std::string>{{"identity-oncall", "identity"},
                                          {"team-identity-pagerduty", "identity"},
                                          {"pagerduty_iam", "iam"},
                                          {"slack", "slack"},
                                          {"web.page", "web"}}) {
    EXPECT_EQ(team_of_receiver(receiver), team) << receiver;
  }
}

}  // namespace
}  // namespace misfire
