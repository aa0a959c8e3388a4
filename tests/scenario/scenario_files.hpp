// A hand-made catalogue and a correct scenario that tests break in one place at a time.
#pragma once

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "scenario/parse.hpp"

namespace misfire {

inline ParamSpec param_spec(const std::string& name, ParamType type) {
  ParamSpec spec;
  spec.name = name;
  spec.type = type;
  return spec;
}

inline Catalogue test_catalogue() {
  FaultDoc weights;
  weights.name = "weights";
  for (const char* role : {"first", "last", "others", "all"}) {
    ParamSpec spec = param_spec(role, ParamType::integer);
    spec.min = 0;
    spec.max = 256;
    weights.params.push_back(spec);
  }
  FaultDoc reload;
  reload.name = "reload";
  FaultDoc every;  // one parameter of each type
  every.name = "every";
  every.params = {param_spec("share", ParamType::number), param_spec("hard", ParamType::boolean),
                  param_spec("path", ParamType::text),    param_spec("delay", ParamType::duration),
                  param_spec("server", ParamType::role),  param_spec("how", ParamType::text)};
  every.params[0].min = 0;
  every.params[0].max = 1;
  every.params[4].required = true;
  every.params[4].about = "which servers";
  every.params[5].choices = {"removed", "patient"};
  return {weights, reload, every};
}

inline const std::string kGoodScenario = R"(schema = 1
name = "skew"
[load]
rate = "67%"
[[fault]]
id = "skew"
inject = "weights"
params = { first = 200, others = 25 }
[[expect.alert]]
symptom = true
team = "auth"
within = "5m"
)";

/// The scenario with one piece of text replaced; the piece must be there.
inline std::string good_but(const std::string& old_text, const std::string& new_text) {
  std::string text = kGoodScenario;
  const auto at = text.find(old_text);
  if (at == std::string::npos) throw std::logic_error("not in the good scenario: " + old_text);
  return text.replace(at, old_text.size(), new_text);
}

/// All mistakes as a person sees them, hints included; none when it parses.
inline std::vector<std::string> texts_of(const Errors& errors) {
  std::vector<std::string> texts;
  for (const Error& error : errors) {
    EXPECT_EQ(error.code, ErrorCode::usage);
    texts.push_back(to_string(error));
  }
  return texts;
}

inline std::vector<std::string> scenario_mistakes(const std::string& toml) {
  const auto scenario = parse_scenario(toml, "s.toml", test_catalogue());
  return scenario ? std::vector<std::string>{} : texts_of(scenario.error());
}

inline Scenario good_scenario(const std::string& toml) {
  const auto scenario = parse_scenario(toml, "s.toml", test_catalogue());
  if (!scenario) throw std::logic_error(to_string(scenario.error().front()));
  return *scenario;
}

}  // namespace misfire
