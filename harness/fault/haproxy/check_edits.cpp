#include "fault/haproxy/check_edits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

/// The words of `http-check send` that are a path.
std::vector<std::size_t> paths_of(const HaproxyLine& send) {
  std::vector<std::size_t> words;
  for (std::size_t i = 2; i + 1 < send.words.size(); ++i) {
    if (send.word(i) == "uri") words.push_back(i + 1);
  }
  return words;
}

Result<Edits> change_sent(const HaproxyLines& sends, const PathChange& change) {
  Edits edits;
  for (const HaproxyLine* send : sends) {
    for (const std::size_t i : paths_of(*send)) {
      const auto path = change(send->word(i));
      if (!path) return tl::unexpected(path.error());
      if (*path != send->word(i)) {
        edits.push_back({send->words[i].begin, send->words[i].end, *path});
      }
    }
  }
  return edits;
}

bool has_path(const HaproxyLines& sends) {
  for (const HaproxyLine* send : sends) {
    if (!paths_of(*send).empty()) return true;
  }
  return false;
}

/// `option httpchk`, `… URI`, `… METHOD URI [VERSION]`: where another path belongs. HAProxy's own
/// is
/// "/".
Result<Edit> change_option(const HaproxyLine& option, const PathChange& change) {
  const std::size_t arguments = option.words.size() - 2;
  const HaproxyWord& word = option.words[std::min<std::size_t>(arguments + 1, 3)];
  const auto path = change(arguments == 0 ? "/" : word.text);
  if (!path) return tl::unexpected(path.error());
  if (arguments == 0) return Edit{word.end, word.end, " " + *path};
  return Edit{word.begin, word.end, *path};
}

/// The line as written, with the edit in it.
std::string with(const HaproxyModel& model, const HaproxyLine& line, const Edit& edit) {
  const std::size_t begin = line.words.front().begin, end = line.words.back().end;
  return model.text.substr(begin, edit.begin - begin) + edit.text +
         model.text.substr(edit.end, end - edit.end);
}

std::vector<std::size_t> whole_pool(const HaproxyConfig& config) {
  std::vector<std::size_t> all(config.pool().size());
  std::iota(all.begin(), all.end(), 0);
  return all;
}

}  // namespace

Result<LinesInForce> lines_in_force(const HaproxyConfig& config, const std::string& keyword,
                                    const std::string& second) {
  std::vector<const HaproxySection*> sections{&config.pool_section()};
  for (const HaproxySection* defaults : config.model().defaults_of(config.pool_section())) {
    sections.push_back(defaults);
  }
  for (const HaproxySection* section : sections) {
    auto lines = certain_lines(config.model(), *section, keyword, second);
    if (!lines) return tl::unexpected(lines.error());
    if (!lines->empty()) return LinesInForce{section, std::move(*lines)};
  }
  return LinesInForce{};
}

Result<Edits> set_check_path(const HaproxyConfig& config, const PathChange& change) {
  const HaproxyModel& model = config.model();
  const HaproxySection& pool = config.pool_section();
  // Rules of the checks are inherited as a whole, and by those only who have none.
  const auto rules = lines_in_force(config, "http-check");
  if (!rules) return tl::unexpected(rules.error());
  const auto options = lines_in_force(config, "option", "httpchk");
  if (!options) return tl::unexpected(options.error());
  if (options->section == nullptr) {
    return usage_error(fmt::format("the servers of \"{}\" are not checked by HTTP, so that their "
                                   "checks ask for no path",
                                   config.pool_name()),
                       "it needs option httpchk", model.where(pool.header));
  }
  if (rules->section != nullptr) {
    const HaproxyLines sends = lines_with(*rules->section, "http-check", "send");
    if (has_path(sends)) {
      if (rules->section == &pool) return change_sent(sends, change);
      return usage_error(
          "the path of the pool's checks stands in a defaults section, where other "
          "backends share it",
          "write its http-check lines into the pool's own section", model.where(*sends.front()));
    }
  }
  Edits edits;
  for (const HaproxyLine* option : options->lines) {
    const auto edit = change_option(*option, change);
    if (!edit) return tl::unexpected(edit.error());
    if (options->section != &pool) return Edits{add_line(model, pool, with(model, *option, *edit))};
    if (model.text.compare(edit->begin, edit->end - edit->begin, edit->text) != 0) {
      edits.push_back(*edit);
    }
  }
  return edits;
}

Result<Edits> set_check_path(const HaproxyConfig& config, const std::string& path) {
  return set_check_path(config, [&](const std::string&) { return Result<std::string>(path); });
}

Result<Edits> set_check_param(const HaproxyConfig& config, const std::vector<std::size_t>& servers,
                              const std::string& name, const std::string& value) {
  if (auto known = certain_settings(config); !known) return tl::unexpected(known.error());
  Edits edits;
  bool any = false;
  for (const std::size_t i : servers) {
    const ServerSettings settings = settings_of(config, i);
    if (!settings.flag("check")) continue;
    any = true;
    if (settings.value(name) != value) add(edits, config.set_param(i, name, value));
  }
  if (any) return edits;
  return usage_error(fmt::format("none of these servers of \"{}\" is checked", config.pool_name()),
                     "it needs servers with `check`",
                     config.model().where(config.pool_section().header));
}

Result<Edits> set_check_param(const HaproxyConfig& config, const std::string& name,
                              const std::string& value) {
  return set_check_param(config, whole_pool(config), name, value);
}

Result<Edits> set_check_timeout(const HaproxyConfig& config, std::int64_t milliseconds) {
  return set_line(config.model(), config.pool_section(), "timeout", "check",
                  fmt::format("{}ms", milliseconds));
}

}  // namespace misfire
