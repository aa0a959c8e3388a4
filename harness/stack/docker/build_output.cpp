#include "stack/docker/build_output.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <regex>

namespace misfire {
namespace {

constexpr std::size_t kLastLines = 12;  // apt's errors fit
constexpr std::size_t kLongestLine = 2000;

/// "RUN a &&     b" as a person would write it on one line.
std::string squeezed(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\n';
    if (!space) out += c;
    if (space && !out.empty() && out.back() != ' ') out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string text_of(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

bool BuildOutput::feed(std::string_view bytes) {
  changed_ = false;
  rest_ += bytes;
  std::size_t begin = 0;
  for (std::size_t end; (end = rest_.find('\n', begin)) != rest_.npos; begin = end + 1) {
    take(rest_.substr(begin, end - begin));
  }
  rest_.erase(0, begin);
  return changed_;
}

void BuildOutput::take(const std::string& line) {
  const auto object = nlohmann::json::parse(line, nullptr, false);
  if (!object.is_object()) return;
  print(text_of(object, "stream"));
  if (const std::string status = text_of(object, "status"); !status.empty() && status != doing_) {
    doing_ = status;
    changed_ = true;
  }
  if (const std::string error = text_of(object, "error"); !error.empty()) error_ = error;
  const auto aux = object.find("aux");
  if (aux != object.end() && aux->is_object()) {
    if (const std::string id = text_of(*aux, "ID"); !id.empty()) image_ = id;
  }
}

void BuildOutput::print(std::string_view text) {
  partial_ += text;
  std::size_t begin = 0;
  for (std::size_t end; (end = partial_.find('\n', begin)) != partial_.npos; begin = end + 1) {
    print_line(partial_.substr(begin, end - begin));
  }
  partial_.erase(0, begin);
  if (partial_.size() > kLongestLine) partial_.clear();
}

void BuildOutput::print_line(std::string line) {
  static const std::regex step(R"(^(?:Step|STEP) (\d+)/(\d+) ?: (.*))");
  static const std::regex running(R"(^ ---> Running in ([0-9a-f]+))");
  static const std::regex done(R"(^Successfully built ([0-9a-f]+))");
  while (line.ends_with('\r')) line.pop_back();
  if (const auto cr = line.rfind('\r'); cr != line.npos)
    line.erase(0, cr + 1);  // a bar's last state
  std::smatch found;
  if (std::regex_search(line, found, step)) {
    step_ = std::stoi(found[1]);
    steps_ = std::stoi(found[2]);
    doing_ = squeezed(found[3]);
    lines_.clear();
    container_.clear();
    changed_ = true;
  } else if (std::regex_search(line, found, running)) {
    container_ = found[1];
  } else if (line.starts_with("Removing intermediate container")) {
    container_.clear();
  } else if (line.starts_with(" ---> ")) {
    // "Using cache", or the id that a step has made
  } else if (std::regex_search(line, found, done)) {
    if (image_.empty()) image_ = found[1];
  } else if (line.find_first_not_of(" \t") != line.npos) {
    lines_.push_back(std::move(line));
    if (lines_.size() > kLastLines) lines_.pop_front();
  }
}

}  // namespace misfire
