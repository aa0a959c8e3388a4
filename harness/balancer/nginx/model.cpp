#include "balancer/nginx/model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace misfire {
namespace {

// Beyond any configuration; a file that was chosen by mistake must not eat the memory.
constexpr std::size_t kDeepest = 100;
constexpr std::size_t kMostDirectives = 500'000;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// As nginx reads it: a backslash before a quote or a backslash vanishes, \t \r \n are characters,
/// any other stays.
std::string unescaped(std::string_view raw) {
  std::string text;
  text.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const char next = raw[i] == '\\' && i + 1 < raw.size() ? raw[i + 1] : '\0';
    if (next == '"' || next == '\'' || next == '\\') {
      text += raw[++i];
    } else if (next == 't' || next == 'r' || next == 'n') {
      text += next == 't' ? '\t' : next == 'r' ? '\r' : '\n';
      ++i;
    } else {
      text += raw[i];
    }
  }
  return text;
}

/// Blocks of values: what a line of theirs begins with is no directive, whatever it looks like.
bool holds_entries(const NginxDirective& block) {
  static constexpr std::array<std::string_view, 6> kNames = {
      "map", "geo", "split_clients", "types", "charset_map", "match"};
  return std::find(kNames.begin(), kNames.end(), block.name()) != kNames.end();
}

}  // namespace

class NginxParser {
 public:
  explicit NginxParser(NginxModel& model) : model_(model), text_(model.text_) {}

  Result<void> run() {
    index_lines();
    for (;;) {
      NginxDirective directive;
      bool ended = false;
      if (auto read = words(directive, ended); !read) return read;
      if (ended) break;
    }
    if (open_.empty()) return {};
    const NginxDirective& block = model_.directives_[open_.back()];
    return mistake(block.open,
                   fmt::format("the block of \"{}\" is opened here and never closed", block.name()),
                   "close it with }");
  }

 private:
  tl::unexpected<Error> mistake(std::size_t at, std::string message, std::string hint = {}) const {
    return usage_error(std::move(message), std::move(hint), model_.where(at));
  }

  void index_lines() {
    std::size_t begin = 0;
    for (;;) {
      model_.line_begins_.push_back(begin);
      const std::size_t end = text_.find('\n', begin);
      if (end == std::string::npos) return;
      begin = end + 1;
    }
  }

  void note_origin(std::size_t at, std::size_t end) {
    auto from = parse_origin_mark(std::string_view(text_).substr(at, end - at));
    if (!from) return;
    const auto behind =
        std::upper_bound(model_.line_begins_.begin(), model_.line_begins_.end(), at);
    const int next = static_cast<int>(behind - model_.line_begins_.begin()) + 1;
    model_.origins_.add(next, std::move(*from));
  }

  /// One directive up to its `;` or `{`, or one `}`; `ended`: the text is over.
  Result<void> words(NginxDirective& directive, bool& ended) {
    bool behind_quote = false;  // where nginx wants a space, `;`, `{` or `)`
    for (;;) {
      if (at_ >= text_.size()) {
        if (directive.words.empty()) return ended = true, Result<void>{};
        return mistake(directive.begin,
                       fmt::format("\"{}\" has no end: a ; or {{ is missing", directive.name()));
      }
      const char c = text_[at_];
      if (is_space(c)) {
        behind_quote = false;
        ++at_;
      } else if (c == ';' || c == '{') {
        if (directive.words.empty()) {
          return mistake(at_, fmt::format("\"{}\" without a directive before it", c));
        }
        return c == ';' ? keep(std::move(directive), at_ + 1) : enter(std::move(directive));
      } else if (behind_quote && c != ')') {
        return mistake(at_, fmt::format("\"{}\" directly behind a quote", c),
                       "a space or ; belongs between them");
      } else if (c == '}' && !behind_quote) {
        if (directive.words.empty()) return leave();
        return mistake(
            at_, fmt::format("}} ends a block, but \"{}\" before it has no end", directive.name()),
            "a ; is missing");
      } else if (c == '#' && !behind_quote) {
        const std::size_t end = std::min(text_.find('\n', at_), text_.size());
        note_origin(at_, end);
        at_ = end;
      } else {
        if (auto read = word(directive, behind_quote); !read) return read;
      }
    }
  }

  Result<void> word(NginxDirective& directive, bool& behind_quote) {
    NginxWord word;
    word.begin = at_;
    const char quote = text_[at_] == '"' || text_[at_] == '\'' ? text_[at_] : '\0';
    word.quoted = quote != '\0';
    std::size_t from = at_;
    if (quote != '\0') from = ++at_;
    bool variable = false;  // behind a $: a { belongs to ${name}
    for (;;) {
      if (at_ >= text_.size()) {
        if (quote != '\0') return mistake(word.begin, "a quote is opened here and never closed");
        break;
      }
      const char c = text_[at_];
      if (c == '{' && variable) {
        ++at_;
        continue;
      }
      variable = c == '$';
      if (c == '\\') {
        at_ = std::min(at_ + 2, text_.size());
        continue;
      }
      if (quote != '\0' ? c == quote : is_space(c) || c == ';' || c == '{') break;
      ++at_;
    }
    word.text = unescaped(std::string_view(text_).substr(from, at_ - from));
    if (quote != '\0') ++at_;
    word.end = at_;
    behind_quote = quote != '\0';
    if (directive.words.empty()) directive.begin = word.begin;
    directive.words.push_back(std::move(word));
    return {};
  }

  Result<void> keep(NginxDirective directive, std::size_t end) {
    if (model_.directives_.size() >= kMostDirectives) {
      return mistake(
          directive.begin,
          fmt::format("more than {} directives: is this the right file?", kMostDirectives));
    }
    directive.end = end;
    at_ = end;
    const std::size_t index = model_.directives_.size();
    if (open_.empty()) {
      model_.top_.push_back(index);
    } else {
      directive.parent = open_.back();
      const NginxDirective& block = model_.directives_[open_.back()];
      directive.entry = block.entry || holds_entries(block);
      model_.directives_[open_.back()].inside.push_back(index);
    }
    model_.directives_.push_back(std::move(directive));
    return {};
  }

  Result<void> enter(NginxDirective directive) {
    directive.block = true;
    directive.open = at_;
    const bool lua = directive.name().ends_with("_by_lua_block");
    if (lua) {
      const std::size_t end = end_of_lua_block(text_, at_);
      if (end == std::string::npos) {
        return mistake(
            at_, fmt::format("the Lua of \"{}\" begins here and does not end", directive.name()));
      }
      directive.script = true;
      directive.close = end - 1;
      return keep(std::move(directive), end);
    }
    if (open_.size() >= kDeepest) {
      return mistake(at_, fmt::format("blocks are nested more than {} deep", kDeepest));
    }
    if (auto kept = keep(std::move(directive), at_ + 1); !kept) return kept;
    open_.push_back(model_.directives_.size() - 1);
    return {};
  }

  Result<void> leave() {
    if (open_.empty()) return mistake(at_, "} closes no block", "one } too many");
    NginxDirective& block = model_.directives_[open_.back()];
    block.close = at_;
    block.end = ++at_;
    open_.pop_back();
    return {};
  }

  NginxModel& model_;
  const std::string& text_;
  std::size_t at_ = 0;
  std::vector<std::size_t> open_;  ///< the blocks around
};

const std::string& NginxDirective::word(std::size_t i) const {
  static const std::string none;
  return i < words.size() ? words[i].text : none;
}

std::vector<const NginxDirective*> NginxModel::all(const NginxDirective* of,
                                                   std::string_view name) const {
  std::vector<const NginxDirective*> found;
  for (const std::size_t i : of == nullptr ? top_ : of->inside) {
    if (directives_[i].name() == name) found.push_back(&directives_[i]);
  }
  return found;
}

const NginxDirective* NginxModel::last(const NginxDirective* of, std::string_view name) const {
  const auto found = all(of, name);
  return found.empty() ? nullptr : found.back();
}

const NginxDirective* NginxModel::parent(const NginxDirective& directive) const {
  return directive.parent == NginxDirective::kNone ? nullptr : &directives_[directive.parent];
}

bool NginxModel::within(const NginxDirective& directive, std::string_view name) const {
  for (const auto* block = parent(directive); block != nullptr; block = parent(*block)) {
    if (block->name() == name) return true;
  }
  return false;
}

const NginxDirective* NginxModel::in_force(const NginxDirective* of, std::string_view name) const {
  for (const auto* block = of; block != nullptr; block = parent(*block)) {
    if (const auto* found = last(block, name)) return found;
  }
  return nullptr;
}

Position NginxModel::where(std::size_t at) const {
  const auto behind = std::upper_bound(line_begins_.begin(), line_begins_.end(), at);
  Position position = where_of_line(static_cast<int>(behind - line_begins_.begin()));
  position.column += static_cast<int>(at - *std::prev(behind));
  return position;
}

Result<NginxModel> parse_nginx(std::string text, std::string file) {
  NginxModel model;
  model.text_ = std::move(text);
  model.origins_ = OriginLines(file);
  model.file_ = std::move(file);
  if (auto read = NginxParser(model).run(); !read) return tl::unexpected(read.error());
  return model;
}

}  // namespace misfire
