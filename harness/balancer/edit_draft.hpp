// The edits that make a user's configuration run here, while they are collected: what the adapters'
// drafts have in common.
#pragma once

#include "balancer/balancer.hpp"

namespace misfire {

class EditDraft {
 public:
  explicit EditDraft(const Wiring& to) : wiring(to), next_spare_(to.spare_port) {}

  const Wiring& wiring;
  Wired wired;  ///< its text is made at the end

  void replace(std::size_t begin, std::size_t end, std::string text) {
    edits_.push_back({begin, end, std::move(text)});
  }
  void insert(std::size_t at, std::string text) { replace(at, at, std::move(text)); }
  void changed(std::string sentence) { wired.changes.push_back(std::move(sentence)); }
  void limited(std::string sentence) { wired.limits.push_back(std::move(sentence)); }
  void capped(double speed, std::string why) {
    wired.speed_caps.push_back({speed, std::move(why)});
  }

  /// The address with the next of the spare ports.
  std::string spare() { return here(next_spare_++); }
  /// An address of this stack where nothing listens.
  const std::string& closed() {
    if (closed_.empty()) closed_ = spare();
    return closed_;
  }
  std::string here(int port) const { return wiring.address + ":" + std::to_string(port); }

  Result<Wired> finish(std::string_view original) {
    auto text = misfire::apply(original, std::move(edits_));
    if (!text) return tl::unexpected(text.error());
    wired.text = std::move(*text);
    return std::move(wired);
  }

 private:
  Edits edits_;
  std::string closed_;
  int next_spare_;
};

/// The ports of the balancer's part: the known ones, and those of the stack's address that the text
/// names beyond them (spare listeners, and the closed port, which is to be held so that it
/// refuses).
void set_ports(PartSpec&, std::string_view text, const Wiring&);

}  // namespace misfire
