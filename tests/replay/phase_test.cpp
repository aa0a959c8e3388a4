#include "replay/phase.hpp"

#include <gmock/gmock.h>

#include "replay/xxhash64.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

TEST(Xxhash64, KnownValuesOfEveryLength) {
  // Of the reference implementation, seed 0.
  EXPECT_EQ(xxhash64(""), 0xef46db3751d8e999U);
  EXPECT_EQ(xxhash64("a"), 0xd24ec4f1a98c6e5bU);
  EXPECT_EQ(xxhash64("abc"), 0x44bc2cf5ad770999U);
  EXPECT_EQ(xxhash64("abcdefghijklmnopqrstuvwxyz"), 0xcfe1f278fa89835cU);
  EXPECT_EQ(xxhash64("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
            0xaaa46907d3047814U);
}

TEST(EvaluationOffset, IsThatOfARealPrometheus) {
  // Read from the samples that Prometheus 2.42 stored at a group interval of 500 ms.
  const auto offset = [](const char* name) {
    return evaluation_offset(std::string("rules/") + name + ".yml", name, 500ms,
                             LabelForm::separated) /
           1ms;
  };
  EXPECT_EQ(offset("balancer"), 161);
  EXPECT_EQ(offset("login"), 402);
  EXPECT_EQ(offset("monitoring"), 347);
}

TEST(EvaluationOffset, LongNamesAreCountedInFourBytes) {
  const std::string name(300, 'x');
  EXPECT_NE(evaluation_offset("f", name, 1h, LabelForm::counted),
            evaluation_offset("f", name, 1h, LabelForm::separated));
}

RecordedGroup group(const std::string& name, LabelForm form, Duration late) {
  const std::string file = "rules/" + name + ".yml";
  const Instant due(Duration(1000s) + evaluation_offset(file, name, 1s, form));
  return {file, name, 1s, due + late};
}

TEST(LabelForm, IsTheOneThatExplainsTheEvaluations) {
  for (LabelForm form : {LabelForm::separated, LabelForm::counted}) {
    const auto found =
        label_form_of({group("a", form, 1ms), group("b", form, 3ms), group("c", form, 400ms)});
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(*found, form);
  }
}

TEST(LabelForm, GroupsThatWereNeverEvaluatedTellNothing) {
  const RecordedGroup one = group("a", LabelForm::counted, 1ms);
  RecordedGroup never = group("hourly", LabelForm::counted, 1ms);
  never.evaluated = Instant{};
  const auto found = label_form_of({one, never, never, never});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(*found, LabelForm::counted);
  EXPECT_FALSE(label_form_of({never}));
}

TEST(LabelForm, IsNotGuessedWhenNeitherExplainsThem) {
  const auto found = label_form_of(
      {group("a", LabelForm::separated, 300ms), group("b", LabelForm::separated, 400ms)});
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error().message, HasSubstr("0 of its 2 rule groups"));
  EXPECT_FALSE(label_form_of({}));
}

TEST(FirstEvaluation, IsTheNextOnTheGridAndNeverNow) {
  EXPECT_EQ(first_evaluation(Instant(10s), 3s, 1s), Instant(13s));
  EXPECT_EQ(first_evaluation(Instant(12s), 3s, 1s), Instant(13s));
  EXPECT_EQ(first_evaluation(Instant(13s) - 1ns, 3s, 1s), Instant(13s));
}

}  // namespace
}  // namespace misfire
