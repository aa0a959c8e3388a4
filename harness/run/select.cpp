#include "run/select.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <numeric>
#include <set>
#include <tuple>

#include "base/nearest.hpp"
#include "fault/misconfiguration.hpp"
#include "scenario/parse.hpp"

namespace misfire {
namespace {

constexpr std::size_t kMostShards = 1000;

bool has_any(const Listed& one, const std::vector<std::string>& tags) {
  return std::any_of(tags.begin(), tags.end(), [&](const std::string& tag) {
    return std::find(one.tags.begin(), one.tags.end(), tag) != one.tags.end();
  });
}

/// Mistakes in the tags that were asked for.
Errors unknown_tags(const std::vector<Listed>& all, const Selection& selection) {
  std::set<std::string> known;
  for (const Listed& one : all) known.insert(one.tags.begin(), one.tags.end());
  Errors errors;
  for (const auto& [option, tags] :
       {std::pair("--tag", &selection.tags), std::pair("--skip-tag", &selection.skip_tags)}) {
    for (const std::string& tag : *tags) {
      if (known.contains(tag)) continue;
      errors.push_back({ErrorCode::usage,
                        fmt::format("{}: no scenario has the tag \"{}\"", option, tag),
                        known.empty() ? "none of them has tags"
                                      : suggestion(tag, {known.begin(), known.end()})});
    }
  }
  return errors;
}

}  // namespace

Result<Shard> parse_shard(std::string_view text) {
  Shard shard;
  const char* const end = text.data() + text.size();
  const auto number = std::from_chars(text.data(), end, shard.number);
  const bool parted = number.ec == std::errc() && number.ptr != end && *number.ptr == '/';
  const auto of = parted ? std::from_chars(number.ptr + 1, end, shard.of) : number;
  if (!parted || of.ec != std::errc() || of.ptr != end || shard.number < 1 ||
      shard.number > shard.of || shard.of > kMostShards) {
    return usage_error(fmt::format("\"{}\" is not a shard", text),
                       fmt::format("write 2/5 for the second of five; at most {}", kMostShards));
  }
  return shard;
}

Checked<std::vector<Listed>> list_scenarios(const std::vector<fs::path>& files,
                                            bool all_must_be_known) {
  std::vector<Listed> all;
  Errors errors;
  for (const fs::path& file : files) {
    auto scenario = read_scenario(file, catalogue());
    if (scenario) {
      all.push_back({file, std::move(scenario->name), std::move(scenario->tags)});
    } else {
      all.push_back({file, file.stem().string(), {}});
      errors.insert(errors.end(), scenario.error().begin(), scenario.error().end());
    }
  }
  if (all_must_be_known && !errors.empty()) return tl::unexpected(std::move(errors));
  return all;
}

Checked<std::vector<Listed>> with_tags(const std::vector<Listed>& all, const Selection& selection) {
  if (Errors errors = unknown_tags(all, selection); !errors.empty()) {
    return tl::unexpected(std::move(errors));
  }
  std::vector<Listed> selected;
  for (const Listed& one : all) {
    if (!selection.tags.empty() && !has_any(one, selection.tags)) continue;
    if (!has_any(one, selection.skip_tags)) selected.push_back(one);
  }
  if (selected.empty()) {
    return tl::unexpected(
        Errors{{ErrorCode::usage, "no scenario is selected: --skip-tag leaves none",
                "misfire scenarios --json lists their tags"}});
  }
  return selected;
}

std::vector<Listed> in_shard(const std::vector<Listed>& all, const Shard& shard) {
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(all[a].name, all[a].file) < std::tie(all[b].name, all[b].file);
  });
  std::set<std::size_t> mine;
  for (std::size_t i = shard.number - 1; i < order.size(); i += shard.of) mine.insert(order[i]);
  std::vector<Listed> selected;
  for (const std::size_t i : mine) selected.push_back(all[i]);
  return selected;
}

}  // namespace misfire
