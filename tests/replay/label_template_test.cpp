#include "replay/label_template.hpp"

#include <gmock/gmock.h>

#include <limits>

namespace misfire {
namespace {

using ::testing::HasSubstr;

std::string expanded(std::string_view text) {
  const auto made = LabelTemplate::parse(text);
  if (!made) return made.error().message;
  return made->expand({{"proxy", "auth"}}, {{"cluster", "eu1"}}, 0.25);
}

TEST(LabelTemplate, SeriesExternalLabelsAndValueStandInText) {
  EXPECT_EQ(expanded("page"), "page");
  EXPECT_EQ(expanded(""), "");
  EXPECT_EQ(expanded("{{ $labels.proxy }}"), "auth");
  EXPECT_EQ(expanded("a-{{$labels.proxy}}-{{ .ExternalLabels.cluster }}!"), "a-auth-eu1!");
  EXPECT_EQ(expanded("{{ .Labels.proxy }}{{ $externalLabels.cluster }}"), "autheu1");
  EXPECT_EQ(expanded("{{ $value }}"), "0.25");
  EXPECT_EQ(expanded("x{{ $labels.nothing }}y"), "xy");
}

TEST(LabelTemplate, WhatItDoesNotKnowIsRefused) {
  for (const char* text : {"{{ $value | humanize }}", "{{ if $labels.x }}a{{ end }}", "{{",
                           "{{ $labels }}", "{{- $value }}", "{{ $labels.1x }}"}) {
    EXPECT_FALSE(LabelTemplate::parse(text)) << text;
  }
  EXPECT_THAT(expanded("{{ query \"up\" }}"), HasSubstr("\"{{ query \"up\" }}\" cannot be"));
}

TEST(GoFloat, IsWrittenAsGoPrintsIt) {
  EXPECT_EQ(go_float(0), "0");
  EXPECT_EQ(go_float(100), "100");
  EXPECT_EQ(go_float(-1.5), "-1.5");
  EXPECT_EQ(go_float(0.0001), "0.0001");
  EXPECT_EQ(go_float(0.00001), "1e-05");
  EXPECT_EQ(go_float(1e20), "100000000000000000000");
  EXPECT_EQ(go_float(1e21), "1e+21");
  EXPECT_EQ(go_float(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(go_float(std::numeric_limits<double>::quiet_NaN()), "NaN");
  EXPECT_EQ(go_float(std::numeric_limits<double>::infinity()), "+Inf");
}

}  // namespace
}  // namespace misfire
