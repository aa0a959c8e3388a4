// Mistakes in scenario files.
#include "integration/bad_input.hpp"

namespace misfire {
namespace {

INSTANTIATE_TEST_SUITE_P(
    Scenario, BadInput,
    ::testing::Values(
        Trouble{"AllMistakesOfAFileAtOnce",
                [](const Files& f) {
                  f.edit(kScenario, "users = 1000", "usrs = 1000");
                  f.edit(kScenario, "baseline = \"3m\"", "baseline = \"-3m\"");
                  f.edit(kScenario, "inject = \"weights\"", "inject = \"wieghts\"");
                  f.edit(kScenario, "symptom = true", "symptom = \"yes\"");
                  f.edit(kScenario, "min = 0.999", "min = 2");
                },
                {"s.toml:22:1: unknown key load.usrs\n  did you mean \"users\"?",
                 "s.toml:25:12: timeline.baseline must be a duration, and \"-3m\" is not",
                 "s.toml:30:10: unknown fault \"wieghts\"\n  did you mean \"weights\"?",
                 "s.toml:40:11: expect.alert.symptom must be true or false, not text",
                 "s.toml:55:21: expect.recovery.logins_ok.min must be a number from 0 to 1"}},
        Trouble{"ParametersOutsideTheirRange",
                [](const Files& f) {
                  f.edit(kScenario, "first = 200, others = 25", "frist = 200, others = -25");
                },
                {"s.toml:31:12: unknown key fault.params.frist\n  did you mean \"first\"?",
                 "s.toml:31:34: fault.params.others must be a whole number from 0 to 256"}},
        Trouble{"NoParameterAtAll",
                [](const Files& f) { f.edit(kScenario, "first = 200, others = 25", ""); },
                {"s.toml:28:1: the fault \"skew\": weights needs at least one"}},
        Trouble{"AFaultThatChangesNothing",
                [](const Files& f) { f.edit(kScenario, "first = 200, others = 25", "all = 100"); },
                {"s.toml:28:1: the fault \"skew\" changes nothing"}},
        Trouble{"TwoFaultsAtTheSamePlace",
                [](const Files& f) {
                  f.append(kScenario,
                           "[[fault]]\nid = \"again\"\ninject = \"weights\"\n"
                           "params = { first = 7 }\n");
                },
                {"s.toml:57:1: the faults \"skew\" and \"again\" change the same setting"}},
        Trouble{"AParameterThatMeansNothing",
                [](const Files& f) {
                  f.edit(kScenario, "inject = \"weights\"", "inject = \"check-removed\"");
                  f.edit(kScenario, "first = 200, others = 25", "failures = 20");
                },
                {"s.toml:31:23: parameter \"failures\" of check-removed means nothing"}},
        Trouble{"AStressorThatIsOverAtOnce",
                [](const Files& f) {
                  f.append(kScenario, "[[fault]]\ninject = \"crash\"\nfor = \"500ms\"\n");
                },
                {"s.toml:57:1: the fault \"crash\" needs 30s to be seen at this speed"}},
        Trouble{"TwoFaultsOfOneName",
                [](const Files& f) {
                  f.append(kScenario, "[[fault]]\nid = \"skew\"\ninject = \"reload\"\n");
                },
                {"s.toml:58:6: a second fault with the id \"skew\"; the first is in line 28"}},
        Trouble{"NamesThatNobodyDefines",
                [](const Files& f) {
                  f.edit(kScenario, "team = \"network\"", "team = \"netwrok\"");
                  f.edit(kScenario, "component = \"database\"", "component = \"databse\"");
                  f.edit(kScenario, "[timeline]", "[timeline]\nat = \"Tue 14:00 Europe/Nowhere\"");
                },
                {"unknown team \"netwrok\"\n  did you mean \"network\"?"}},
        Trouble{"AZoneThatThisMachineDoesNotKnow",
                [](const Files& f) {
                  f.edit(kScenario, "component = \"database\"", "component = \"databse\"");
                  f.edit(kScenario, "[timeline]", "[timeline]\nat = \"Tue 14:00 Europe/Nowhere\"");
                },
                {"s.toml:25:6: \"Europe/Nowhere\" is no time zone",
                 "s.toml:53:13: unknown component \"databse\"\n  did you mean \"database\"?"}},
        Trouble{"NamesThatNobodyDefinesBesideOtherMistakes",
                [](const Files& f) {
                  f.edit(kScenario, "inject = \"weights\"", "inject = 5");
                  f.edit(kScenario, "team = \"network\"", "team = \"netwrok\"");
                  f.edit(kScenario, "component = \"database\"", "component = \"databse\"");
                },
                {"s.toml:30:10: fault.inject must be text", "unknown team \"netwrok\"",
                 "s.toml:52:13: unknown component \"databse\"\n  did you mean \"database\"?"}},
        Trouble{"AnIdThatIsTooLong",
                [](const Files& f) {
                  f.edit(kScenario, "id = \"skew\"", "id = \"" + std::string(3000, 'a') + "\"");
                },
                {"s.toml:29:6: fault.id must have at most 80 letters, not 3000"}},
        Trouble{
            "AnIdOfTwoLines",
            [](const Files& f) { f.edit(kScenario, "id = \"skew\"", "id = \"a\\n::error::b\""); },
            {"s.toml:29:6: fault.id \"a\n  | ::error::b\" must be made of"}},
        Trouble{"LimitsThatNobodyWatches",
                [](const Files& f) {
                  f.edit(kScenario, "within = \"5m\"", "within = \"23m\"");
                  f.edit(kScenario, "within = \"6m\"", "within = { of = \"6m\", from = \"skwe\" }");
                  f.edit(kScenario, "within = \"10m\"", "within = \"13m\"");
                },
                {"s.toml:39:1: expect.alert.within is 23m, but the run looks only until 22m",
                 "s.toml:48:30: expect.blame.within.from must be \"effect\" or a fault's id",
                 "did you mean \"skew\"?", "s.toml:54:1: expect.recovery.alerts_resolved has 13m"}},
        Trouble{"ClaimsThatContradictEachOther",
                [](const Files& f) {
                  f.edit(kScenario, "component = \"database\"", "team = \"auth\"");
                  f.edit(kScenario, "min = 0.25, max = 0.35", "min = 0.5, max = 0.35");
                },
                {"s.toml:51:1: expect.quiet forbids what expect.alert in line 39 demands",
                 "min is 0.5, more than max, which is 0.35"}},
        Trouble{"Syntax",
                [](const Files& f) { f.edit(kScenario, "\"67%\"", "67%"); },
                {"s.toml:21:10: not valid TOML", "stand in quotes: \"5m\", \"67%\""}},
        Trouble{"Empty",
                [](const Files& f) { f.write(kScenario, ""); },
                {"s.toml:1:1: the file is empty\n  start it with schema = 1"}},
        Trouble{"NotUtf8",
                [](const Files& f) { f.edit(kScenario, "What hap", "What \xFF hap"); },
                {"s.toml:15:6: the file is not UTF-8 text"}},
        Trouble{
            "ANulByte",
            [](const Files& f) { f.edit(kScenario, "What hap", std::string("What \0 hap", 10)); },
            {"s.toml:15:6: a NUL byte: the file is not text"}},
        Trouble{"HundredMegabytes",
                [](const Files& f) { f.write(kScenario, std::string(100'000'000, 'a')); },
                {"s.toml is larger than 1 MiB"}},
        Trouble{"DeepNesting",
                [](const Files& f) { f.write(kScenario, "a = " + std::string(100'000, '[')); },
                {"s.toml:1:37: nested too deeply"}},
        Trouble{"DeepTables",
                [](const Files& f) {
                  std::string text = "a = ";
                  for (int i = 0; i < 100'000; ++i) text += "{a=";
                  f.write(kScenario, text);
                },
                {"s.toml:1:101: nested too deeply"}},
        Trouble{"APipe",
                [](const Files& f) { f.make_pipe(kScenario); },
                {"s.toml is not a regular file"}},
        Trouble{"ADevice",
                [](const Files& f) { f.link(kScenario, "/dev/zero"); },
                {"s.toml is not a regular file"}},
        Trouble{"ALinkToItself",
                [](const Files& f) { f.link(kScenario, "s.toml"); },
                {"s.toml is a link that leads nowhere"}},
        Trouble{"AFolderWithoutScenarios",
                [](const Files& f) { f.make_folder(kScenario); },
                {"there is no scenario (*.toml) below"}}),
    name_of);

}  // namespace
}  // namespace misfire
