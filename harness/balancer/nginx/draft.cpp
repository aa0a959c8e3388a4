#include "balancer/nginx/draft.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace misfire {

const NginxConfig* NginxDraft::original() const {
  const auto* users = dynamic_cast<const NginxConfig*>(wiring.original);
  return users == nullptr || users->text() == config.text() ? nullptr : users;
}

LoginEntry NginxDraft::entry() const {
  LoginEntry ours = login_entry(config, wiring.login_host, wiring.login_path);
  const NginxConfig* users = original();
  if (users == nullptr) return ours;
  // No fault adds or takes a server of http.
  const auto before = users->model().all(&users->http(), "server");
  const auto now = model.all(&config.http(), "server");
  const LoginEntry theirs = login_entry(*users, wiring.login_host, wiring.login_path);
  const auto place = std::find(before.begin(), before.end(), theirs.server);
  if (before.size() != now.size() || place == before.end()) return ours;
  ours.server = now[static_cast<std::size_t>(place - before.begin())];
  std::erase(ours.others, ours.server);
  return ours;
}

void NginxDraft::leave_out(const NginxDirective& directive, const std::string& why) {
  const auto& all = model.directives();
  std::size_t index = static_cast<std::size_t>(&directive - all.data());
  if (out_[index]) return;  // with the block that it stands in
  const std::string& text = model.text();
  changed(fmt::format("{} is left out: \"{}\" ({})", place(directive), quote(directive), why));
  // Those of its block follow it.
  for (; index < all.size() && all[index].begin < directive.end; ++index) out_[index] = true;
  // Backwards only to the next word: a line may be as long as the file.
  std::size_t before = directive.begin;
  while (before > 0 && (text[before - 1] == ' ' || text[before - 1] == '\t')) --before;
  const std::size_t behind = text.find_first_not_of(" \t\r", directive.end);
  const bool first = before == 0 || text[before - 1] == '\n';
  const bool alone =
      first && (behind == std::string::npos || text[behind] == '\n' || text[behind] == '#');
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
  const auto& all = model.directives();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!out_[i] && !all[i].entry) found.push_back(&all[i]);
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
