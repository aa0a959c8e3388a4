#include "watch/state.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/digest.hpp"
#include "base/durable.hpp"
#include "base/json_numbers.hpp"
#include "base/state_folder.hpp"
#include "watch/facts_json.hpp"

namespace misfire::watch {
namespace {

using nlohmann::json;

constexpr int kSchema = 1;

/// Whatever is wrong with such a file, a person has to look at it.
template <class Read>
auto decode(std::string_view text, const std::string& file, Read read)
    -> Result<decltype(read(json()))> {
  try {
    const json value = json::parse(text);
    if (const json& schema = value.at("schema"); schema != kSchema) {
      return usage_error(
          fmt::format("its schema is {}, this misfire knows {}", schema.dump(), kSchema),
          "a newer misfire wrote it", Position{file});
    }
    if (has_stray_fraction(value, {})) {
      throw std::invalid_argument("a fraction in place of a whole number");
    }
    return read(value);
  } catch (const json::exception& error) {
    return usage_error(fmt::format("it is damaged: {}", error.what()),
                       "remove it, and approve the running state again", Position{file});
  } catch (const std::invalid_argument& error) {
    return usage_error(fmt::format("it is damaged: {}", error.what()),
                       "remove it, and approve the running state again", Position{file});
  }
}

}  // namespace

std::string encode(const Approved& approved) {
  json value = to_json(approved);
  value["schema"] = kSchema;
  return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<Approved> decode_approved(std::string_view text, const std::string& file) {
  return decode(text, file, [](const json& value) { return approved_from(value); });
}

std::string encode(const Notes& notes) {
  json value = {{"schema", kSchema}, {"drifts", json::array()}};
  if (notes.loaded) value["loaded"] = to_json(*notes.loaded);
  for (const Drift& drift : notes.drifts) value["drifts"].push_back(to_json(drift));
  return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<Notes> decode_notes(std::string_view text, const std::string& file) {
  return decode(text, file, [](const json& value) {
    Notes notes;
    if (value.contains("loaded")) notes.loaded = loaded_from(value.at("loaded"));
    for (const json& drift : value.at("drifts")) notes.drifts.push_back(drift_from(drift));
    return notes;
  });
}

Result<StateFile> StateFile::usual(const fs::path& system, const fs::path& config) {
  const auto folder = state_folder();
  if (!folder) return tl::unexpected(folder.error());
  if (auto made = make_folder(*folder / "watch"); !made) return tl::unexpected(made.error());
  std::error_code ignored;
  Digest digest;
  digest.add(fs::absolute(system, ignored).lexically_normal().string());
  digest.add(config.string());
  return StateFile(*folder / "watch" / (digest.hex().substr(0, 16) + ".json"));
}

fs::path StateFile::notes_path() const {
  return path_.string() + ".notes";
}

Result<std::optional<Approved>> StateFile::approved() const {
  std::error_code error;
  if (!fs::exists(path_, error) && !error) return std::nullopt;
  const auto text = read_file(path_);
  if (!text) return tl::unexpected(text.error());
  auto approved = decode_approved(*text, path_.string());
  if (!approved) return tl::unexpected(approved.error());
  return std::optional(std::move(*approved));
}

Result<void> StateFile::approve(const Approved& approved) const {
  return write_file_durably(path_, encode(approved));
}

Notes StateFile::notes() const {
  const auto text = read_file(notes_path());
  if (!text) return {};
  return decode_notes(*text, notes_path().string()).value_or(Notes{});
}

Result<void> StateFile::note(const Notes& notes) const {
  return write_file_durably(notes_path(), encode(notes));
}

}  // namespace misfire::watch
