// What others wrote, in every place of a page where it may stand.
#include <nlohmann/json.hpp>

#include "report/a_page.hpp"
#include "report/page/html.hpp"
#include "report/utf8.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace testing;

/// What must not become markup, end a script, or hide what stands beside it. (No {{: a label with
/// it is a template, which means something else to the judge.)
const std::string kHostile =
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>&lt;"
    "<!-- ]]> \xff\xfe\xc0\x80 \x01\x1b[31m\xe2\x80\xae {} {0} %s ${x}";
const std::string kHarmless = "harmless";

/// The same run, all foreign texts being this.
std::string page_with(const std::string& text) {
  Plan plan = february();
  plan.run_id = plan.balancer = plan.engine = text;
  plan.scenario.name = plan.scenario.title = plan.scenario.file = text;
  plan.servers = {text, text + "2", text + "3"};
  plan.changes = plan.limits = {text};
  plan.files = {{text, text}};
  plan.faults.front().id = plan.faults.front().name = text;
  Labels labels = page(text, "auth", text);
  labels[text] = text;
  Labels odd = ticket("odd", text);
  History history = HistoryBuilder()
                        .harm()
                        .february_alerts()
                        .alert(50, labels, text)
                        .notified(130, text, labels, text)
                        .notified(200, text, odd, text)
                        .add(1, FaultInjected{text, text, text, "--- a\n-" + text + "\n+" + text})
                        .add(2, FaultWitnessed{text, true, {text}})
                        .add(3, FaultReverted{text, text})
                        .add(4, DeliveryFailed{text, text, text, text})
                        .add(5, PartExited{text, 1, 0, false, text})
                        .add(6, Trouble{text})
                        .add(7, Doubt{text})
                        .build();
  Judgement judgement = judge(plan, history);
  judgement.reasons = {text, text};
  judgement.also_notified = {text};
  judgement.silent = {{text, text, 1, text, text, false, text, text}};
  judgement.restored = false;
  judgement.restoration_differences = {text};
  for (ExpectationOutcome& outcome : judgement.expectations) {
    outcome.kind = outcome.text = outcome.observed = outcome.blamed = text;
    outcome.gap = Gap{text, text};
  }
  for (AlertOutcome& alert : judgement.alerts) {
    alert.name = alert.team = alert.receiver = alert.integration = text;
  }
  RunFacts facts = page_facts();
  facts.folder = facts.system = text;
  facts.versions = facts.images = {{text, text}};
  return run_page(plan, history, judgement, facts, {{text, text, 9}});
}

TEST(HostilePage, ForeignTextChangesNoTag) {
  const auto hostile = tags_of(page_with(kHostile)), harmless = tags_of(page_with(kHarmless));
  ASSERT_EQ(hostile.size(), harmless.size());
  for (std::size_t i = 0; i < hostile.size(); ++i) ASSERT_EQ(hostile[i], harmless[i]) << i;
}

TEST(HostilePage, ItsTextIsShownAsItIs) {
  const std::string page = page_with(kHostile);
  EXPECT_THAT(page, HasSubstr("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x "
                              "onerror=alert(2)&gt;&quot;&#39;&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("<svg/")));
}

TEST(HostilePage, HasNoControlCharacterAndNoBrokenUtf8) {
  const std::string page = page_with(kHostile);
  std::string_view rest = page;
  while (!rest.empty()) {
    const Character c = first_character(rest);
    ASSERT_TRUE(c.valid) << "at byte " << page.size() - rest.size();
    ASSERT_TRUE(!is_control(c.code) || c.code == U'\n' || c.code == U'\t')
        << "at byte " << page.size() - rest.size();
    rest.remove_prefix(c.bytes);
  }
}

TEST(HostilePage, ItsDataEndsWhereItShould) {
  const auto data = data_of(page_with(kHostile));
  EXPECT_THAT(data["shares"][0]["name"].get<std::string>(), HasSubstr("</script><script>"));
}

TEST(HostilePage, TheCheckSeesATagThatGotIn) {
  EXPECT_NE(tags_of("<p>" + kHostile + "</p>"), tags_of("<p>harmless</p>"));
}

TEST(Prose, MakesCodeOfWhatStandsInBackquotes) {
  EXPECT_EQ(prose("`a<b` and `c").text(), "<code>a&lt;b</code> and `c");
  EXPECT_EQ(prose("").text(), "");
}

}  // namespace
}  // namespace misfire
