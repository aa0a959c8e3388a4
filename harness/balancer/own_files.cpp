#include "balancer/own_files.hpp"

#include <fmt/format.h>

#include "balancer/certificate.hpp"
#include "scenario/user_file.hpp"

namespace misfire {

fs::path folder_of_config(const fs::path& config) {
  std::error_code error;
  return fs::is_directory(config, error) ? config : fs::absolute(config).parent_path();
}

std::optional<fs::path> find_own_file(const fs::path& config, const std::string& written) {
  std::error_code error;
  const fs::path folder = folder_of_config(config);
  const fs::path wanted = fs::path(written).lexically_normal();
  std::vector<fs::path> parts(wanted.begin(), wanted.end());
  for (std::size_t from = wanted.is_absolute() ? 1 : 0; from < parts.size(); ++from) {
    fs::path beside = folder;
    bool below = true;
    for (std::size_t i = from; i < parts.size(); ++i) {
      below = below && parts[i] != "..";
      beside /= parts[i];
    }
    if (below && fs::is_regular_file(beside, error)) return beside;
  }
  const fs::path there = folder / wanted;  // an absolute path stays what it is
  if (fs::is_regular_file(there, error)) return there;
  return std::nullopt;
}

Result<std::string> OwnFiles::copy(const fs::path& from, const Position& named_at) {
  const auto known = copies_.find(from);
  if (known != copies_.end()) return known->second;
  auto bytes = read_user_file(from, named_at);
  if (!bytes) return tl::unexpected(bytes.error());
  return copies_[from] = put(from.filename().string(), std::move(*bytes));
}

Result<std::string> OwnFiles::copy_as(const std::string& name, const fs::path& from,
                                      const Position& named_at) {
  auto bytes = read_user_file(from, named_at);
  if (!bytes) return bytes;
  const std::string path = kOwnFiles + name;
  files_[path] = std::move(*bytes);
  return path;
}

std::string OwnFiles::put(const std::string& name, std::string bytes) {
  std::string plain = name;  // a word of a configuration, whatever the file is called
  for (char& c : plain) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '_' || c == '-';
    if (!fine) c = '_';
  }
  std::string path = kOwnFiles + plain;
  for (int n = 2; files_.contains(path); ++n) path = fmt::format("{}{}-{}", kOwnFiles, n, plain);
  files_[path] = std::move(bytes);
  return path;
}

Result<std::string> OwnFiles::certificate(const std::string& written) {
  const bool expired = written == kExpiredCertificate;
  const auto& pem = expired ? expired_certificate() : generated_certificate();
  if (!pem) return tl::unexpected(pem.error());
  const std::string path =
      expired ? kExpiredCopy : fmt::format("{}misfire-certificate.pem", kOwnFiles);
  files_[path] = *pem;
  return path;
}

}  // namespace misfire
