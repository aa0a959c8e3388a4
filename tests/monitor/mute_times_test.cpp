// Alertmanager's time intervals at a scenario's time. The first week of 2024 stands for all weeks:
// Monday is 1 January.
#include "monitor/mute_times.hpp"

#include <gmock/gmock.h>

#include "monitor/zone.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono;

Checked<IntervalRuling> rule(const std::string& intervals, const std::string& at) {
  const auto tree = parse_yaml(intervals, "am.yml");
  EXPECT_TRUE(tree);
  return rule_interval(*tree, scenario_instant(at).value());
}

bool holds(const std::string& intervals, const std::string& at) {
  const auto ruling = rule(intervals, at);
  if (!ruling) ADD_FAILURE() << intervals << ": " << to_string(ruling.error().front());
  return ruling && ruling->holds;
}

TEST(ScenarioInstant, IsATimeOfTheFirstWeekOf2024) {
  EXPECT_EQ(scenario_instant("Tue 14:00 UTC").value(), sys_days(2024y / 1 / 2) + 14h);
  EXPECT_EQ(scenario_instant("sunday 00:00").value(), sys_seconds(sys_days(2024y / 1 / 7)));
  EXPECT_EQ(scenario_instant("Tue 14:00 Europe/Berlin").value(), sys_days(2024y / 1 / 2) + 13h);
  EXPECT_EQ(scenario_instant("Mon 00:30 Asia/Kolkata").value(), sys_days(2023y / 12 / 31) + 19h);
}

TEST(ScenarioInstant, RefusesWhatIsNoTimeOfTheWeek) {
  for (const char* bad : {"", "Tue", "14:00", "Tue 25:00", "Tue 24:00", "Tux 14:00", "Tue 1400",
                          "Tue 14:00 UTC now", "Tue 14:00 Europe/Nowhere", "Tue 14:00 ../UTC"}) {
    const auto instant = scenario_instant(bad);
    ASSERT_FALSE(instant) << bad;
    EXPECT_EQ(instant.error().code, ErrorCode::usage) << bad;
  }
}

TEST(Zone, KnowsDaylightSavingTime) {
  EXPECT_EQ(utc_offset("Europe/Berlin", sys_days(2024y / 7 / 1)).value(), 2h);
  EXPECT_EQ(utc_offset("Europe/Berlin", sys_days(2024y / 1 / 1)).value(), 1h);
  EXPECT_EQ(utc_offset("Australia/Sydney", sys_days(2024y / 1 / 1)).value(), 11h);
  EXPECT_EQ(utc_offset("America/St_Johns", sys_days(2024y / 1 / 1)).value(), -(3h + 30min));
  EXPECT_EQ(utc_offset("UTC", sys_days(2024y / 1 / 1)).value(), 0h);
}

TEST(MuteTimes, TimesIncludeTheirStartAndExcludeTheirEnd) {
  const std::string office = "[{times: [{start_time: '09:00', end_time: '17:00'}]}]";
  EXPECT_FALSE(holds(office, "Tue 08:59"));
  EXPECT_TRUE(holds(office, "Tue 09:00"));
  EXPECT_TRUE(holds(office, "Tue 16:59"));
  EXPECT_FALSE(holds(office, "Tue 17:00"));
  EXPECT_TRUE(holds("[{times: [{start_time: '23:00', end_time: '24:00'}]}]", "Tue 23:59"));
}

TEST(MuteTimes, WeekdaysAreNamesOrRangesFromSunday) {
  EXPECT_TRUE(holds("[{weekdays: ['monday:friday']}]", "Fri 12:00"));
  EXPECT_FALSE(holds("[{weekdays: ['monday:friday']}]", "Sat 12:00"));
  EXPECT_TRUE(holds("[{weekdays: [Saturday, 'sunday']}]", "Sun 12:00"));
  EXPECT_FALSE(rule("[{weekdays: ['saturday:sunday']}]", "Sun 12:00"));  // Alertmanager refuses it
}

TEST(MuteTimes, TheWeekdayIsThatOfTheIntervalsPlace) {
  const std::string tokyo_saturday = "[{weekdays: [saturday], location: Asia/Tokyo}]";
  EXPECT_TRUE(holds(tokyo_saturday, "Fri 15:00 UTC"));
  EXPECT_FALSE(holds(tokyo_saturday, "Fri 14:59 UTC"));
  EXPECT_TRUE(
      holds("[{times: [{start_time: '14:00', end_time: '15:00'}], location: Europe/Berlin}]",
            "Tue 14:00 Europe/Berlin"));
}

TEST(MuteTimes, DaysOfTheMonthCountFromBothEnds) {
  EXPECT_TRUE(holds("[{days_of_month: ['1:3']}]", "Wed 12:00"));
  EXPECT_FALSE(holds("[{days_of_month: ['1:3']}]", "Thu 12:00"));
  EXPECT_TRUE(holds("[{days_of_month: ['-31']}]", "Mon 12:00"));
  EXPECT_FALSE(holds("[{days_of_month: ['-3:-1']}]", "Wed 12:00"));
  EXPECT_TRUE(holds("[{days_of_month: ['2:-1']}]", "Tue 12:00"));
  EXPECT_TRUE(rule("[{days_of_month: ['1:3']}]", "Tue 12:00")->needs_date);
  EXPECT_FALSE(rule("[{weekdays: [monday]}]", "Tue 12:00")->needs_date);
}

TEST(MuteTimes, MonthsAndYears) {
  EXPECT_TRUE(holds("[{months: ['january:march']}]", "Tue 12:00"));
  EXPECT_TRUE(holds("[{months: ['1']}]", "Tue 12:00"));
  EXPECT_FALSE(holds("[{months: ['december', '2:5']}]", "Tue 12:00"));
  EXPECT_TRUE(holds("[{years: ['2020:2030']}]", "Tue 12:00"));
  EXPECT_FALSE(holds("[{years: ['2025']}]", "Tue 12:00"));
}

TEST(MuteTimes, AllKeysOfOneEntryAndAnyEntryOfTheList) {
  const std::string both =
      "[{weekdays: [tuesday], times: [{start_time: '10:00', end_time: '11:00'}]}]";
  EXPECT_TRUE(holds(both, "Tue 10:30"));
  EXPECT_FALSE(holds(both, "Tue 11:30"));
  EXPECT_FALSE(holds(both, "Wed 10:30"));
  EXPECT_TRUE(holds("[{weekdays: [monday]}, {weekdays: [tuesday]}]", "Tue 10:30"));
  EXPECT_TRUE(holds("[{}]", "Tue 10:30"));
  EXPECT_FALSE(holds("[]", "Tue 10:30"));
}

TEST(MuteTimes, EveryMistakeIsToldWithItsPlace) {
  const auto ruling = rule(
      "- weekdays: [mondai]\n"
      "  times: [{start_time: '17:00', end_time: '09:00'}]\n"
      "- {days_of_month: ['32'], location: Europe/Berlim}\n"
      "- {hours: [1], months: ['13']}\n",
      "Tue 12:00");
  ASSERT_FALSE(ruling);
  std::string text;
  for (const auto& error : ruling.error()) text += to_string(error) + "\n";
  EXPECT_THAT(text, HasSubstr("am.yml:1:14: \"mondai\" under `weekdays`"));
  EXPECT_THAT(text, HasSubstr("am.yml:2:11: a time range"));
  EXPECT_THAT(text, HasSubstr("\"32\" under `days_of_month`"));
  EXPECT_THAT(text, HasSubstr("Europe/Berlim"));
  EXPECT_THAT(text, HasSubstr("no key \"hours\""));
  EXPECT_THAT(text, HasSubstr("\"13\" under `months`"));
  EXPECT_EQ(ruling.error().size(), 6u);
}

}  // namespace
}  // namespace misfire
