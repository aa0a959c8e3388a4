// Files that a user's balancer configuration names (maps, lists, error pages, scripts): found,
// read, and given to the part as copies, so that they are there wherever it runs. What belongs to
// production alone (certificates, private keys) is never read: a generated one stands in.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// Folder of a part that holds them.
inline constexpr char kOwnFiles[] = "misfire-own/";
/// Where a certificate whose time is over stands among them, if the configuration names one.
inline constexpr char kExpiredCopy[] = "misfire-own/misfire-expired.pem";

/// The folder that paths of the configuration begin from: its own, or what it is.
fs::path folder_of_config(const fs::path& config);

/// Where a file that the configuration at `config` names is: by as much of the path's end as is
/// there in the configuration's folder ("/etc/haproxy/maps/x.map" is "maps/x.map" of a copied
/// tree), else where the path says. Nothing: it is not there.
std::optional<fs::path> find_own_file(const fs::path& config, const std::string& written);

/// The copies, while they are collected.
class OwnFiles {
 public:
  /// The path of the copy, the same for the same file. Errors: at `named_at`.
  Result<std::string> copy(const fs::path& from, const Position& named_at);
  /// The same under a name of its own below kOwnFiles.
  Result<std::string> copy_as(const std::string& name, const fs::path& from,
                              const Position& named_at);
  /// The path of a file that was made here.
  std::string put(const std::string& name, std::string bytes);
  /// The path of a self-signed certificate with its key, made for this process, in place of that
  /// which is `written`: one whose time is over for kExpiredCertificate, else a sound one.
  Result<std::string> certificate(const std::string& written = {});

  std::map<std::string, std::string> take() { return std::move(files_); }

 private:
  std::map<std::string, std::string> files_;  // path in the part's folder → bytes
  std::map<fs::path, std::string> copies_;
};

}  // namespace misfire
