#include "balancer/haproxy/references.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "balancer/own_files.hpp"

namespace misfire {
namespace {

using Kind = HaproxyReference::Kind;

bool is_name(char c) {
  return c == '_' || c == '-' || (c >= 'a' && c <= 'z');
}

/// What reads or changes a file in brackets: `map_dom(FILE,other)`, `set-map(FILE)`.
bool takes_file(std::string_view function) {
  static constexpr std::array<std::string_view, 4> kActions = {"set-map", "del-map", "add-acl",
                                                               "del-acl"};
  return function == "map" || function.starts_with("map_") ||
         std::find(kActions.begin(), kActions.end(), function) != kActions.end();
}

class References {
 public:
  explicit References(const HaproxyModel& model) : model_(model) {}

  std::vector<HaproxyReference> run() {
    for (const HaproxySection& section : model_.sections) {
      if (section.kind == "program") continue;  // left out as a whole
      for (const HaproxyLine& line : section.lines) of_line(section, line);
    }
    return std::move(found_);
  }

 private:
  void of_line(const HaproxySection& section, const HaproxyLine& line) {
    const std::string& keyword = line.keyword();
    if (section.kind == "global") {
      if (keyword == "lua-load") whole(Kind::script, line, 1);
      if (keyword == "lua-load-per-thread") whole(Kind::script, line, 1);
      return;
    }
    if (keyword == "errorfile") return whole(Kind::page, line, 2);
    if (keyword.starts_with("http-")) returned(line);
    for (std::size_t i = 1; i < line.words.size(); ++i) {
      if (line.word(i - 1) == "-f") whole(Kind::list, line, i);
      in_brackets(line, i);
    }
  }

  /// `http-request return … file FILE`.
  void returned(const HaproxyLine& line) {
    const std::string& action = line.word(1);
    if (action != "return" && action != "deny" && action != "tarpit") return;
    for (std::size_t i = 2; i + 1 < line.words.size(); ++i) {
      const std::string& word = line.word(i);
      if (word == "if" || word == "unless") return;
      if (word == "file" || word == "lf-file" || word == "errorfile") {
        whole(Kind::answer, line, ++i);
      } else if (word == "string" || word == "lf-string" || word == "content-type" ||
                 word == "hdr") {
        ++i;
      }
    }
  }

  void whole(Kind kind, const HaproxyLine& line, std::size_t word) {
    if (word >= line.words.size()) return;
    const HaproxyWord& path = line.words[word];
    add({kind, &line, word, path.begin, path.end, path.text});
  }

  void in_brackets(const HaproxyLine& line, std::size_t word) {
    const auto [begin, end] = std::pair(line.words[word].begin, line.words[word].end);
    const std::string& text = model_.text;
    for (std::size_t open = begin; (open = text.find('(', open)) < end; ++open) {
      std::size_t name = open;
      while (name > begin && is_name(text[name - 1])) --name;
      if (!takes_file(std::string_view(text).substr(name, open - name))) continue;
      const std::size_t close = std::min(text.find_first_of(",)", open + 1), end);
      add({Kind::list, &line, word, open + 1, close, text.substr(open + 1, close - open - 1)});
    }
  }

  void add(HaproxyReference reference) {
    std::string& path = reference.path;
    // Newer versions: optional or virtual files need not be there, and are not here.
    if (path.starts_with("opt@") || path.starts_with("virt@")) return;
    if (path.starts_with("file@")) path.erase(0, 5);
    if (path.empty() || path.find('$') != std::string::npos) return;
    if (path.starts_with(kOwnFiles)) return;  // of a text that was wired already
    // `-f map(x)` is one name. They come in the order of the text.
    if (!found_.empty() && reference.begin < found_.back().end) return;
    found_.push_back(std::move(reference));
  }

  const HaproxyModel& model_;
  std::vector<HaproxyReference> found_;
};

}  // namespace

std::vector<HaproxyReference> file_references(const HaproxyModel& model) {
  return References(model).run();
}

}  // namespace misfire
