#include "balancer/nginx/draft.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace misfire {

bool NginxDraft::is_out(const NginxDirective& directive) const {
  return std::any_of(out_.begin(), out_.end(), [&](const auto& range) {
    return range.first <= directive.begin && directive.end <= range.second;
  });
}

void NginxDraft::leave_out(const NginxDirective& directive, const std::string& why) {
  if (is_out(directive)) return;  // with the block that it stands in
  const std::string& text = model.text();
  changed(fmt::format("{} is left out: \"{}\" ({})", place(directive), quote(directive), why));
  out_.emplace_back(directive.begin, directive.end);
  const std::size_t line = text.rfind('\n', directive.begin) + 1;  // of npos: 0
  const std::size_t before = text.find_first_not_of(" \t", line);
  const std::size_t behind = text.find_first_not_of(" \t\r", directive.end);
  const bool alone = before == directive.begin &&
                     (behind == std::string::npos || text[behind] == '\n' || text[behind] == '#');
  if (!alone) {  // a comment sign would hide its neighbours, too
    const auto lines = std::count(text.begin() + static_cast<std::ptrdiff_t>(directive.begin),
                                  text.begin() + static_cast<std::ptrdiff_t>(directive.end), '\n');
    return replace(directive.begin, directive.end,
                   std::string(static_cast<std::size_t>(lines), '\n'));
  }
  for (std::size_t at = directive.begin; at < directive.end;) {
    insert(at, "# ");
    const std::size_t next = text.find('\n', at);
    if (next >= directive.end) break;
    at = next + 1;
  }
}

std::vector<const NginxDirective*> NginxDraft::remaining() const {
  std::vector<const NginxDirective*> found;
  for (const NginxDirective& directive : model.directives()) {
    if (!is_out(directive)) found.push_back(&directive);
  }
  return found;
}

std::string NginxDraft::quote(const NginxDirective& directive) const {
  constexpr std::size_t kLongest = 120;
  const std::size_t end = directive.words.back().end;
  std::string text = model.text().substr(directive.begin, end - directive.begin);
  for (char& c : text) {
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  }
  if (text.size() > kLongest) text = text.substr(0, kLongest) + "…";
  return directive.block ? text + " {…}" : text;
}

std::string NginxDraft::place(const NginxDirective& directive) const {
  const Position where = model.where(directive);
  return where.file == model.file() ? fmt::format("line {}", where.line)
                                    : fmt::format("{}:{}", where.file, where.line);
}

}  // namespace misfire
