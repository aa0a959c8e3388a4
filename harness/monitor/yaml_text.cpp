#include "monitor/yaml_text.hpp"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <vector>

#include "scenario/text_scan.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

/// Where documents begin; all else is passed over.
class Starts final : public YAML::EventHandler {
 public:
  std::vector<YAML::Mark> marks;

  void OnDocumentStart(const YAML::Mark& mark) override { marks.push_back(mark); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

/// The start of a second document. Not by YAML::LoadAll: a stray comma ends a document in yaml-cpp
/// 0.7 and is never passed, so that it makes empty documents until the memory is full.
std::optional<YAML::Mark> second_document(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  Starts starts;
  if (parser.HandleNextDocument(starts)) parser.HandleNextDocument(starts);
  if (starts.marks.size() < 2) return std::nullopt;
  return starts.marks[1];
}

/// What YAML calls non-printable, as far as it is one byte. Prometheus refuses it, too.
bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

Position place_of(std::string_view text, std::size_t at, const std::string& file) {
  const std::string_view before = text.substr(0, at);
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return {file, 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n')),
          1 + static_cast<int>(at - line_start)};
}

/// yaml-cpp steps a few places beyond the end of the text.
Position place_of(std::string_view text, const YAML::Mark& mark, const std::string& file) {
  if (mark.is_null()) return {file, 0, 0};
  std::size_t begin = 0;
  int line = 1;
  for (; line <= mark.line; ++line) {
    const std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) break;
    begin = end + 1;
  }
  const std::size_t length = std::min(text.find('\n', begin), text.size()) - begin;
  return {file, line, 1 + std::min(mark.column, static_cast<int>(length))};
}

Result<void> check_controls(std::string_view text, const std::string& file) {
  const auto control = std::find_if(text.begin(), text.end(), is_control);
  if (control != text.end()) {
    return usage_error(
        fmt::format("YAML has no control characters: \\x{:02x}", static_cast<unsigned>(*control)),
        "remove it, or write it as an escape in double quotes",
        place_of(text, static_cast<std::size_t>(control - text.begin()), file));
  }
  return {};
}

}  // namespace

Result<YAML::Node> load_yaml(std::string_view text, const std::string& file) {
  if (auto fine = check_text(text, file); !fine) return tl::unexpected(fine.error());
  if (auto fine = check_controls(text, file); !fine) return tl::unexpected(fine.error());
  try {
    const std::string copy(text);
    if (const auto second = second_document(copy)) {
      const Position where = place_of(text, *second, file);
      const auto at = std::min(static_cast<std::size_t>(second->pos), copy.size());
      if (copy.compare(at, 3, "---") != 0) {
        return usage_error("this is not YAML: the document ends before this", {}, where);
      }
      return usage_error("a second YAML document begins here, and nobody reads it",
                         "remove the line \"---\"", where);
    }
    return YAML::Load(copy);
  } catch (const YAML::Exception& e) {
    // yaml-cpp's bound of the depth speaks of a bad file, and its place is where it had read to.
    if (dynamic_cast<const YAML::DeepRecursion*>(&e) != nullptr) {
      Position where = place_of(text, e.mark, file);
      if (const auto deep = find_deep_nesting(text)) where = {file, deep->line, deep->column};
      return usage_error("nested too deeply: no key here is that deep", {}, where);
    }
    return usage_error(fmt::format("this is not YAML: {}", e.msg), {},
                       place_of(text, e.mark, file));
  }
}

}  // namespace misfire
