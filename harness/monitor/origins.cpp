#include "monitor/origins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/regex.hpp>
#include <charconv>
#include <optional>
#include <sstream>

namespace misfire {
namespace {

/// Notes for each line of the copy where the node on it stands in the user's file.
class Lines {
 public:
  explicit Lines(Origin& origin) : origin_(origin) {}

  void walk(const YamlTree& ours, const YamlTree& copied) {
    const bool known = ours.line > 0;
    if (copied.key_line > 0) note(copied.key_line, known ? ours.key_where() : added());
    note(copied.line, known ? ours.where() : added());
    for (std::size_t i = 0; i < std::min(ours.items.size(), copied.items.size()); ++i) {
      walk(ours.items[i], copied.items[i]);
    }
    for (std::size_t i = 0; i < std::min(ours.entries.size(), copied.entries.size()); ++i) {
      walk(ours.entries[i].second, copied.entries[i].second);
    }
  }

 private:
  Position added() const { return {origin_.file, 0, 0}; }

  /// The first that stands on a line wins: a key before its value, an item before its keys.
  void note(int line, Position where) {
    const auto at = static_cast<std::size_t>(line);
    if (line < 1) return;
    if (origin_.lines.size() <= at) origin_.lines.resize(at + 1);
    Position& place = origin_.lines[at];
    if (place.file.empty() || place.line == 0) place = std::move(where);
  }

  Origin& origin_;
};

std::string group_and_rule(const std::string& group, const std::string& number) {
  return group + "/" + number;
}

void note_rules(const YamlTree& tree, Origin& origin) {
  const YamlTree* groups = tree.find("groups");
  if (groups == nullptr) return;
  for (const YamlTree& group : groups->items) {
    const YamlTree* rules = group.find("rules");
    for (std::size_t i = 0; rules != nullptr && i < rules->items.size(); ++i) {
      origin.rules[group_and_rule(group.get("name"), std::to_string(i + 1))] =
          rules->items[i].where();
    }
  }
}

void note_values(const YamlTree& tree, Origin& origin) {
  if (tree.is_scalar() && tree.line > 0 && !tree.text.empty()) {
    const auto [at, fresh] = origin.values.try_emplace(tree.text, tree.where());
    if (!fresh) at->second = {origin.file, 0, 0};
  }
  for (const YamlTree& item : tree.items) note_values(item, origin);
  for (const auto& [key, value] : tree.entries) note_values(value, origin);
}

/// Where a value stands by itself, or as that of a matcher; nothing where it stands several times.
std::optional<Position> place_of_value(const Origin& origin, const std::string& value) {
  const auto usable = [](const Position& place) {
    return place.line > 0 ? std::optional(place) : std::nullopt;
  };
  if (const auto known = origin.values.find(value); known != origin.values.end()) {
    return usable(known->second);
  }
  std::optional<Position> only;
  for (const auto& [text, place] : origin.values) {
    if (!text.ends_with("~" + value) && text.find('"' + value + '"') == text.npos) continue;
    if (only) return std::nullopt;
    only = place;
  }
  return only ? usable(*only) : std::nullopt;
}

/// Of what a complaint quotes: `^(?:…)$` is what the tools make of a regular expression.
Position place_of_quoted(const Origin& origin, const std::string& complaint) {
  static const boost::regex quoted(R"re(`\^\(\?s?:(.*)\)\$`|"([^"]+)")re");
  const boost::sregex_iterator end;
  for (boost::sregex_iterator at(complaint.begin(), complaint.end(), quoted); at != end; ++at) {
    const auto& found = (*at)[1].matched ? (*at)[1] : (*at)[2];
    if (const auto place = place_of_value(origin, found.str())) return *place;
  }
  return {origin.file, 0, 0};
}

/// Lines inside a block of text belong to the key above them; its column says nothing there.
Position place_of(const Origin& origin, int line) {
  for (int at = std::min<int>(line, static_cast<int>(origin.lines.size()) - 1); at > 0; --at) {
    Position place = origin.lines[static_cast<std::size_t>(at)];
    if (place.file.empty()) continue;
    return place;
  }
  return {origin.file, 0, 0};
}

int number(const std::string& digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

/// logfmt writes a text of several lines as one.
std::string with_lines(const std::string& said) {
  std::string text;
  for (std::size_t i = 0; i < said.size(); ++i) {
    const bool escaped = said[i] == '\\' && i + 1 < said.size();
    if (escaped && said[i + 1] == 'n') {
      text += '\n';
      ++i;
    } else if (escaped && said[i + 1] == '"') {
      text += '"';
      ++i;
    } else {
      text += said[i];
    }
  }
  return text;
}

std::string trimmed(std::string text) {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && space(text.back())) text.pop_back();
  if (text.ends_with('"') && std::count(text.begin(), text.end(), '"') % 2 != 0) {
    text.pop_back();  // the end of a text of logfmt that began on an earlier line
  }
  std::size_t from = 0;
  while (from < text.size() && space(text[from])) ++from;
  return text.substr(from);
}

/// What the tool does, as opposed to what it complains about.
bool is_noise(const std::string& line) {
  return line.empty() || line == "FAILED:" || line.starts_with("Checking ") ||
         line.find("SUCCESS") != std::string::npos ||
         line.find("level=info") != std::string::npos || line.starts_with("amtool: error") ||
         line.ends_with("unmarshal errors:");
}

class Complaints {
 public:
  Complaints(const Origins& origins, const std::string& refuses)
      : origins_(origins), refuses_(refuses) {
    if (!origins.empty()) current_ = &origins.begin()->second;
  }

  Errors of(const std::string& said) {
    std::istringstream lines(with_lines(said));
    for (std::string line; std::getline(lines, line);) take(line);
    if (errors_.empty()) complain(trimmed(said), Position{current_ ? current_->file : ""});
    return std::move(errors_);
  }

 private:
  void take(const std::string& line) {
    static const boost::regex at_line(R"(^\s*line (\d+): (.*)$)");
    static const boost::regex at_place(R"(^(?:\S*: )?(\d+):\d+: (.*)$)");
    static const boost::regex at_rule(R"re(group "([^"]*)", rule (\d+), )re");
    follow(line);
    std::string text = trimmed(line);
    if (const auto failed = text.find("FAILED: "); failed != text.npos) text.erase(0, failed + 8);
    if (is_noise(text)) return;
    boost::smatch found;
    if (boost::regex_match(text, found, at_line)) {
      complain(in_short(found[2].str()), place(number(found[1].str())));
    } else if (boost::regex_match(text, found, at_place)) {
      complain(found[2].str(), place(number(found[1].str())));
    } else if (boost::regex_search(text, found, at_rule) && current_ != nullptr) {
      const auto rule = current_->rules.find(group_and_rule(found[1].str(), found[2].str()));
      complain(without_name(text),
               rule == current_->rules.end() ? Position{current_->file} : rule->second);
    } else {
      complain(without_name(text), current_ ? place_of_quoted(*current_, text) : Position{});
    }
  }

  /// A complaint is about the copy that was named last.
  void follow(const std::string& line) {
    std::size_t last = 0;
    for (const auto& [name, origin] : origins_) {
      const std::size_t at = line.rfind(name);
      if (at == std::string::npos || at < last) continue;
      last = at;
      current_ = &origin;
    }
  }

  Position place(int line) const { return current_ ? place_of(*current_, line) : Position{}; }

  /// The name of the copy says nothing to the user.
  std::string without_name(std::string text) const {
    for (const auto& [name, origin] : origins_) {
      for (const std::string& prefix : {"parsing YAML file " + name + ": ", name + ": "}) {
        if (text.starts_with(prefix)) text.erase(0, prefix.size());
      }
    }
    return text;
  }

  /// "field x not found in type config.plain": the type is one of the tool's source.
  static std::string in_short(const std::string& text) {
    static const boost::regex unknown(R"(^field (\S+) not found in type .*$)");
    boost::smatch found;
    if (!boost::regex_match(text, found, unknown)) return text;
    return fmt::format("unknown key {}", found[1].str());
  }

  void complain(const std::string& message, Position where) {
    Error error{ErrorCode::usage, fmt::format("{}: {}", refuses_, message), {}, {}};
    if (!where.file.empty()) error.where = std::move(where);
    errors_.push_back(std::move(error));
  }

  const Origins& origins_;
  const std::string& refuses_;
  const Origin* current_ = nullptr;
  Errors errors_;
};

}  // namespace

Origin origin_of(const YamlTree& tree, const std::string& copy, const std::string& file) {
  Origin origin;
  origin.file = file;
  if (const auto copied = parse_yaml(copy, file)) Lines(origin).walk(tree, *copied);
  note_rules(tree, origin);
  note_values(tree, origin);
  return origin;
}

Errors complaints_about(const Origins& origins, const std::string& said,
                        const std::string& refuses) {
  return Complaints(origins, refuses).of(said);
}

}  // namespace misfire
