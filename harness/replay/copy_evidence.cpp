#include "replay/copy_evidence.hpp"

namespace misfire {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 30;

}  // namespace

Result<void> copy_evidence(const fs::path& from, const fs::path& to) {
  return read_file(from, kMostBytes).and_then([&](const std::string& bytes) {
    return write_file(to, bytes);
  });
}

}  // namespace misfire
