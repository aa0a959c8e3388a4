#include "report/review_json.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "judge/reviewed_runs.hpp"

namespace misfire {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using Json = nlohmann::ordered_json;

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> all;
  for (const auto& [key, value] : object.items()) all.push_back(key);
  return all;
}

Json json_of(const std::vector<ReviewedRun>& runs) {
  return Json::parse(review_json(review(runs)));
}

Json small() {
  ReviewedRun missed = harmful("removed", {symptom(Cell::missed), cause(Cell::missed)});
  missed.verdict = Verdict::fail;
  missed.unmet = {{"a page", "nothing came", "OPS-12"}};
  missed.untested = {{"DiskFull", "nothing fills a disk"}};
  return json_of({harmful("skew", {timed(symptom(Cell::caught), 130), cause(Cell::caught),
                                   symptom(Cell::quiet, "DiskFull")}),
                  missed, decoy({cause(Cell::false_page)}),
                  not_reviewed("lost", "s.toml", "it did not run")});
}

TEST(ReviewJson, HasTheDocumentedKeysInOrder) {
  const Json r = small();
  EXPECT_EQ(r["schema"], "misfire.review/1");
  EXPECT_THAT(keys(r), ElementsAre("schema", "headline", "scenarios", "alerts", "false_pages",
                                   "on_in_twins", "untested", "tested_after_all", "left_out"));
  EXPECT_THAT(keys(r["headline"]),
              ElementsAre("caught", "discriminating", "unnoticed", "false_pages", "on_in_twins",
                          "untested", "untested_with_reason"));
  EXPECT_THAT(keys(r["alerts"][0]), ElementsAre("alert", "component", "page", "fired", "precision",
                                                "recall", "time_to_notify", "cells"));
  EXPECT_THAT(keys(r["alerts"][0]["time_to_notify"]),
              ElementsAre("effect", "pending", "firing", "sent", "notified"));
}

TEST(ReviewJson, HasTheFigures) {
  const Json r = small();
  EXPECT_EQ(r["headline"]["caught"], Json({{"hits", 1}, {"of", 2}, {"share", 0.5}}));
  EXPECT_EQ(r["headline"]["discriminating"], Json({{"hits", 0}, {"of", 2}, {"share", 0.0}}));
  EXPECT_EQ(r["headline"]["unnoticed"], 1);
  EXPECT_EQ(r["headline"]["untested"], 1);
  EXPECT_EQ(r["headline"]["untested_with_reason"], 1);
  EXPECT_EQ(r["alerts"][0]["time_to_notify"]["notified"],
            Json({{"runs", 1}, {"median_s", 130.0}, {"worst_s", 130.0}}));
  EXPECT_EQ(r["scenarios"][1]["unmet"][0]["gap"], "OPS-12");
  EXPECT_EQ(r["scenarios"][1]["failed_runs"], 1);
  EXPECT_EQ(r["alerts"][1]["cells"][1]["cell"], "missed");
  EXPECT_EQ(r["alerts"][1]["cells"][1]["runs"]["missed"], 1);
  EXPECT_EQ(r["false_pages"][0]["scenario"], "crashed-backend");
  EXPECT_EQ(r["false_pages"][0]["receiver"], "network-oncall");
  EXPECT_EQ(r["untested"][0]["reason"], "nothing fills a disk");
  EXPECT_EQ(r["left_out"][0]["system"], "s.toml");
  EXPECT_EQ(r["left_out"][0]["verdict"], "invalid");
}

TEST(ReviewJson, WhatCannotBeSaidIsNull) {
  const Json r = json_of({harmful("skew", {cause(Cell::caught)}), a_twin({cause(Cell::quiet)})});
  EXPECT_EQ(r["headline"]["discriminating"], nullptr);
  EXPECT_EQ(r["scenarios"][0]["discriminating"], nullptr);
  EXPECT_FALSE(r["scenarios"][1].contains("caught")) << "a twin is not to be caught";
  const Json none = json_of({});
  EXPECT_EQ(none["headline"]["caught"]["share"], nullptr);
}

TEST(ReviewJson, ForeignBytesDoNotBreakIt) {
  ReviewedRun run = harmful("skew", {cause(Cell::caught, "bad\xff")});
  EXPECT_NO_THROW(json_of({run}));
}

}  // namespace
}  // namespace misfire
