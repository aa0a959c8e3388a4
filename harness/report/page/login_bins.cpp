#include "report/page/login_bins.hpp"

#include <algorithm>
#include <cmath>

namespace misfire {
namespace {

/// Widths that people read well on an axis of minutes.
constexpr std::array<double, 14> kWidths{1,   2,   5,   10,  15,   30,   60,
                                         120, 300, 600, 900, 1800, 3600, 7200};

using Logins = std::vector<Login>::const_iterator;

Logins first_at(const std::vector<Login>& logins, Instant t) {
  return std::lower_bound(logins.begin(), logins.end(), t,
                          [](const Login& login, Instant at) { return login.planned < at; });
}

Waits waits_of(std::vector<double> ms) {
  if (ms.empty()) return {};
  std::sort(ms.begin(), ms.end());
  const auto rank = [&](double share) {
    const auto n = static_cast<std::size_t>(std::ceil(share * static_cast<double>(ms.size())));
    return ms[std::max<std::size_t>(n, 1) - 1];
  };
  return {rank(0.5), rank(0.9), rank(0.99), ms.back()};
}

LoginBin bin_of(Logins from, Logins to, std::size_t servers) {
  LoginBin bin;
  bin.by_backend.resize(servers);
  std::vector<double> ms;
  ms.reserve(static_cast<std::size_t>(to - from));
  for (; from != to; ++from) {
    ++bin.logins;
    if (!from->ok()) ++bin.failed;
    ++bin.by_outcome.at(static_cast<std::size_t>(from->outcome));
    if (from->backend < servers) ++bin.by_backend[from->backend];
    ms.push_back(std::max(0.0, to_seconds(from->answered - from->planned) * 1000));
  }
  bin.waits = waits_of(std::move(ms));
  return bin;
}

}  // namespace

LoginBins login_bins(const Plan& plan, const History& history, const PageTime& time,
                     std::size_t most, std::size_t fewest) {
  LoginBins all;
  const auto end = first_at(history.logins, time.end);
  auto at = first_at(history.logins, time.begin);
  const double span = time.at(time.end) - time.at(time.begin);
  if (at == end || span <= 0) return all;
  const auto wanted = std::clamp<std::size_t>(
      static_cast<std::size_t>(end - at) / std::max<std::size_t>(fewest, 1), 1, most);
  const double least = span / static_cast<double>(wanted);
  const auto* width = std::lower_bound(kWidths.begin(), kWidths.end(), least);
  all.width_s = width != kWidths.end() ? *width : std::ceil(least / 3600) * 3600;
  const auto instant = [&](double s) { return time.zero + from_seconds(s / time.speed); };
  for (double from = std::floor(time.at(time.begin) / all.width_s) * all.width_s; at != end;
       from += all.width_s) {
    const auto next = std::min(first_at(history.logins, instant(from + all.width_s)), end);
    all.bins.push_back(bin_of(at, next, plan.servers.size()));
    LoginBin& bin = all.bins.back();
    const double begun = std::max(from, time.at(time.begin));
    const double ended = std::min(from + all.width_s, time.at(time.end));
    bin.from_s = from;
    bin.span_s = ended - begun;
    bin.middle_s = (begun + ended) / 2;
    at = next;
  }
  return all;
}

LoginBin logins_between(const Plan& plan, const History& history, const PageTime& time,
                        Instant from, Instant to) {
  LoginBin bin =
      bin_of(first_at(history.logins, from), first_at(history.logins, to), plan.servers.size());
  bin.from_s = time.at(from);
  bin.span_s = time.at(to) - bin.from_s;
  bin.middle_s = bin.from_s + bin.span_s / 2;
  return bin;
}

}  // namespace misfire
