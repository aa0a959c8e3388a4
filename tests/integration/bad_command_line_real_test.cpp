// Mistakes on the command line.
#include <gmock/gmock.h>

#include "integration/misfire_program.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

struct BadLine {
  std::string name;
  std::vector<std::string> args;
  std::vector<std::string> says;
  int exit_code = 2;
};

std::ostream& operator<<(std::ostream& out, const BadLine& line) {
  return out << line.name;
}

class CommandLineMistake : public ::testing::TestWithParam<BadLine> {};

TEST_P(CommandLineMistake, IsToldWithWhatIsKnown) {
  const Said said = misfire_says(GetParam().args);
  EXPECT_EQ(said.exit_code, GetParam().exit_code) << said.text;
  for (const std::string& part : GetParam().says) EXPECT_THAT(said.text, HasSubstr(part));
}

const std::string kGood = library("weights/feb-18.toml").string();

INSTANTIATE_TEST_SUITE_P(
    Every, CommandLineMistake,
    ::testing::Values(
        BadLine{"NoCommand", {}, {"which command?", "known: run, check"}},
        BadLine{"AMisspeltCommand", {"chekc"}, {"no command \"chekc\"", "did you mean \"check\"?"}},
        BadLine{"AMisspeltOptionOfMisfire",
                {"--vresion"},
                {"misfire has no option \"--vresion\"", "did you mean \"--version\"?"}},
        BadLine{"MisspeltOptions",
                {"check", kGood, "--sped", "3", "--systme=x"},
                {"misfire check has no option \"--sped\"", "did you mean \"--speed\"?",
                 "no option \"--systme\"", "did you mean \"--system\"?"}},
        BadLine{"NoScenario", {"run"}, {"which scenario?", "misfire init writes a first one"}},
        BadLine{"TwoWhereOneIsExplained", {"explain", kGood, "b"}, {"not expected: b"}},
        BadLine{"NoSpeed", {"check", kGood, "--speed"}, {"--speed"}},
        BadLine{
            "AnEmptySpeed", {"check", kGood, "--speed", ""}, {"--speed", "neither a number nor"}},
        BadLine{"ASpeedOfWords",
                {"check", kGood, "--speed", "fast"},
                {"\"fast\" is neither a number nor"}},
        BadLine{"ASpeedOfZero", {"check", kGood, "--speed", "0"}, {"between 1 and 600"}},
        BadLine{"ANegativeSpeed", {"check", kGood, "--speed", "-3"}, {"between 1 and 600"}},
        BadLine{"ASpeedOfNan", {"check", kGood, "--speed", "nan"}, {"between 1 and 600"}},
        BadLine{"AHugeSpeed", {"check", kGood, "--speed", "1e9"}, {"between 1 and 600"}},
        BadLine{
            "ANegativeSeed", {"check", kGood, "--seed", "-1"}, {"\"-1\" is not a whole number"}},
        BadLine{"AHugeSeed",
                {"check", kGood, "--seed", "99999999999999999999"},
                {"is not a whole number from 0 to 18446744073709551615"}},
        BadLine{"AMisspeltEngine",
                {"check", kGood, "--engine", "proces"},
                {"no engine \"proces\"", "did you mean \"process\"?"}},
        BadLine{"AnEmptyReportsFolder", {"run", kGood, "--reports", ""}, {"--reports"}},
        BadLine{"AFileForReports", {"run", kGood, "--reports", kGood}, {"is not a folder"}},
        BadLine{"AMissingSystem",
                {"check", kGood, "--system", "no-such.toml"},
                {"no-such.toml: No such file"}},
        BadLine{"EveryMissingScenario",
                {"check", "no-such-1.toml", "no-such-2.toml"},
                {"no scenario \"no-such-1.toml\"", "no scenario \"no-such-2.toml\""}},
        BadLine{"AMisspeltFault", {"faults", "wieghts"}, {"did you mean \"weights\"?"}},
        BadLine{"AFaultOfTwoLines",
                {"faults", "x\n::error::y"},
                {"there is no fault \"x\n  | ::error::y\""}},
        BadLine{"NoRunToJudge", {"judge", "no-such-run"}, {"give the folder of a run"}},
        BadLine{"NoRunAtAll", {"judge"}, {"run is required"}}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace misfire
