#include "history/history.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "history/codec.hpp"

namespace misfire {
namespace {

constexpr std::size_t kLargest = 1u << 30;

bool saw_logins(const History& history) {
  return std::any_of(history.events.begin(), history.events.end(), [](const Event& event) {
    const auto* tick = std::get_if<LoadTick>(&event.fact);
    return tick && tick->logins > 0;
  });
}

void tell(History& history, const std::string& damage) {
  if (damage.empty()) return;
  history.damage += (history.damage.empty() ? "" : "; ") + damage;
}

}  // namespace

Result<History> read_history(const fs::path& run_folder) {
  const auto text = read_file(run_folder / "history.jsonl", kLargest);
  if (!text) return tl::unexpected(text.error());
  History history;
  Link link;
  for (std::size_t at = 0; at < text->size();) {
    const std::size_t end = text->find('\n', at);
    if (end == std::string::npos) {
      // Zero bytes are what a file system leaves where it knew the length but lost the content.
      const bool lost = text->back() == '\0';
      history.damage = fmt::format("history.jsonl ends within line {}{}", link.number,
                                   lost ? " (zero bytes follow, as after a power cut)" : "");
      break;
    }
    const std::string_view line = std::string_view(*text).substr(at, end - at);
    auto event = decode(line, link);
    if (!event) {
      history.damage =
          fmt::format("history.jsonl, line {}: {}", link.number, event.error().message);
      break;
    }
    history.events.push_back(std::move(*event));
    link = after(link, line);
    at = end + 1;
  }
  const bool ended =
      !history.events.empty() && std::holds_alternative<RunEnded>(history.events.back().fact);
  std::stable_sort(history.events.begin(), history.events.end(),
                   [](const Event& a, const Event& b) { return a.at < b.at; });

  std::error_code ignored;
  if (fs::exists(run_folder / "logins.bin", ignored)) {
    if (auto logins = read_logins(run_folder / "logins.bin")) {
      history.logins = std::move(logins->logins);
      const auto flood =
          std::stable_partition(history.logins.begin(), history.logins.end(),
                                [](const Login& login) { return !login.of_flood(); });
      history.flood.assign(flood, history.logins.end());
      history.logins.erase(flood, history.logins.end());
      tell(history, logins->damage);
    } else {
      tell(history, logins.error().message);
    }
  } else if (saw_logins(history)) {
    tell(history, "logins.bin is missing");
  }
  if (!ended && history.damage.empty()) history.damage = "the history has no end";
  history.complete = ended && history.damage.empty();
  return history;
}

}  // namespace misfire
