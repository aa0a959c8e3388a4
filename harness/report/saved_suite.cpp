#include "report/saved_suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/nearest.hpp"
#include "judge/judgement.hpp"

namespace misfire {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostMistakes = 10;
constexpr const char* kHint = "misfire run SCENARIO --repeat 20 --json > FILE writes one";

Position place_of(std::string_view text, std::size_t byte, const std::string& file) {
  const std::string_view before = text.substr(0, std::min(byte, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t start =
      before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return {file, static_cast<int>(line), static_cast<int>(before.size() - start) + 1};
}

class Reader {
 public:
  explicit Reader(const std::string& file) : file_(file) {}

  Checked<std::vector<RunFigures>> read(const std::string& text) {
    Json json;
    try {
      json = Json::parse(text);
    } catch (const Json::parse_error& error) {
      const std::size_t byte = error.byte == 0 ? 0 : error.byte - 1;
      return tl::unexpected(
          Errors{{ErrorCode::usage, text.empty() ? "the file is empty" : "this is not JSON", kHint,
                  place_of(text, byte, file_)}});
    } catch (const Json::exception&) {  // a number that no double holds
      return tl::unexpected(Errors{
          {ErrorCode::usage, "this is not JSON that misfire wrote", kHint, Position{file_, 0, 0}}});
    }
    std::vector<RunFigures> runs = suite(json);
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    tell_systems_apart(runs);
    return runs;
  }

 private:
  void mistake(const std::string& at, std::string expected) {
    if (errors_.size() >= kMostMistakes) return;
    errors_.push_back({ErrorCode::usage,
                       at.empty() ? std::move(expected) : fmt::format("{}: {}", at, expected),
                       kHint, Position{file_, 0, 0}});
  }

  /// Null, and a mistake, where it is not there or something else.
  template <class Is>
  const Json* need(const Json& object, const std::string& at, const char* key, const char* what,
                   Is is) {
    const std::string place = at.empty() ? key : at + "." + key;
    const auto found = object.find(key);
    if (found != object.end() && is(*found)) return &*found;
    mistake(place, found == object.end() ? fmt::format("is missing; {} was expected", what)
                                         : fmt::format("{} was expected", what));
    return nullptr;
  }
  const Json* text(const Json& object, const std::string& at, const char* key) {
    return need(object, at, key, "a text", [](const Json& j) { return j.is_string(); });
  }
  const Json* list(const Json& object, const std::string& at, const char* key) {
    return need(object, at, key, "a list", [](const Json& j) { return j.is_array(); });
  }

  bool schema(const Json& object, const std::string& at, const char* wanted) {
    if (!object.is_object()) {
      mistake(at, "an object was expected, as misfire run --json prints it");
      return false;
    }
    const Json* schema = text(object, at, "schema");
    if (schema == nullptr) return false;
    if (*schema == wanted) return true;
    mistake(at.empty() ? "schema" : at + ".schema",
            fmt::format("\"{}\" was expected, not \"{}\"", wanted, schema->get<std::string>()));
    return false;
  }

  std::vector<RunFigures> suite(const Json& json) {
    std::vector<RunFigures> figures;
    if (!schema(json, "", "misfire.suite/1")) return figures;
    const Json* runs = list(json, "", "runs");
    if (runs == nullptr) return figures;
    if (runs->empty()) mistake("runs", "at least one run was expected");
    for (std::size_t i = 0; i < runs->size(); ++i) {
      run((*runs)[i], fmt::format("runs[{}]", i));
      auto figures_of = run_figures((*runs)[i]);
      if (figures_of && !figures_of->scenario.empty()) figures.push_back(std::move(*figures_of));
    }
    return figures;
  }

  void run(const Json& json, const std::string& at) {
    if (!schema(json, at, "misfire.run/1")) return;
    const Json* verdict = text(json, at, "verdict");
    // A scenario that did not run has no figures, and need not have been named.
    if (verdict == nullptr || !known(*verdict, at) || *verdict == to_string(Verdict::invalid))
      return;
    text(json, at, "scenario");
    const Json* alerts = list(json, at, "alerts");
    for (std::size_t i = 0; alerts != nullptr && i < alerts->size(); ++i) {
      alert((*alerts)[i], fmt::format("{}.alerts[{}]", at, i));
    }
    const Json* impact = object(json, at, "impact");
    if (impact != nullptr) number(*impact, at + ".impact", "failed_ratio");
  }

  bool known(const Json& verdict, const std::string& at) {
    std::vector<std::string> words;
    for (Verdict word : {Verdict::pass, Verdict::fail, Verdict::unsupported, Verdict::invalid}) {
      words.emplace_back(to_string(word));
    }
    const auto word = verdict.get<std::string>();
    if (std::find(words.begin(), words.end(), word) != words.end()) return true;
    mistake(at + ".verdict",
            fmt::format("\"{}\" is no verdict; {}", word, suggestion(word, words)));
    return false;
  }

  void alert(const Json& json, const std::string& at) {
    if (!json.is_object()) return mistake(at, "an object was expected");
    text(json, at, "name");
    const Json* stages = object(json, at, "stages");
    if (stages == nullptr) return;
    for (const auto& [stage, value] : stages->items())
      number(*stages, at + ".stages", stage.c_str());
  }

  const Json* object(const Json& json, const std::string& at, const char* key) {
    return need(json, at, key, "an object", [](const Json& j) { return j.is_object(); });
  }
  void number(const Json& json, const std::string& at, const char* key) {
    need(json, at, key, "a number",
         [](const Json& j) { return j.is_number() && std::isfinite(j.get<double>()); });
  }

  std::string file_;
  Errors errors_;
};

}  // namespace

Checked<std::vector<RunFigures>> saved_suite(const std::string& text, const std::string& file) {
  return Reader(file).read(text);
}

}  // namespace misfire
