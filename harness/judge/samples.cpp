#include "judge/samples.hpp"

#include <algorithm>

namespace misfire {
namespace {

constexpr std::int64_t kHarmSpan = 50;     // logins looked at from a failed one on
constexpr std::int64_t kHarmFailures = 5;  // a tenth of them
constexpr std::int64_t kEnough = 100;      // logins below which a share of 99.9 % says nothing

Samples::const_iterator first_at(const Samples& samples, Instant at) {
  return std::lower_bound(samples.begin(), samples.end(), at,
                          [](const Sample& s, Instant t) { return s.at < t; });
}

/// Failures that a share of `min` forgives among so many logins, rounding errors aside.
bool share_holds(const Tally& t, double min) {
  return static_cast<double>(t.failed) <= (1 - min) * static_cast<double>(t.logins) + 1e-9;
}

enum class Start { good, bad, early };

/// Judges "well from samples[begin] on".
Start judge_start(const Samples& all, std::size_t begin, std::size_t end, const RecoveryQuestion& q,
                  Tally& since) {
  Tally block;
  Instant block_end = all[begin].at + q.minute;
  for (std::size_t i = begin; i < end; ++i) {
    if (all[i].at >= block_end) {
      block = {};
      while (all[i].at >= block_end) block_end += q.minute;
    }
    block.logins += all[i].logins;
    block.failed += all[i].failed;
    since.logins += all[i].logins;
    since.failed += all[i].failed;
    const bool block_closed =
        i + 1 == end ? (q.over || q.now >= block_end) : all[i + 1].at >= block_end;
    if (block_closed && block.failed > 1 && !share_holds(block, q.min)) return Start::bad;
  }
  if (since.logins < kEnough) return Start::early;
  if (share_holds(since, q.min)) {
    return block.failed <= 1 || share_holds(block, q.min) ? Start::good : Start::early;
  }
  return q.over ? Start::bad : Start::early;  // more good logins may still follow
}

}  // namespace

Samples samples_of(const std::vector<Login>& logins) {
  Samples samples;
  samples.reserve(logins.size());
  for (const Login& login : logins) samples.push_back({login.planned, 1, login.ok() ? 0 : 1});
  return samples;
}

Tally tally(const Samples& samples, Instant from, Instant to) {
  Tally sum;
  for (auto s = first_at(samples, from); s != samples.end() && s->at < to; ++s) {
    sum.logins += s->logins;
    sum.failed += s->failed;
    sum.planned += s->planned;
  }
  return sum;
}

std::optional<Instant> first_harm(const Samples& samples, Instant from, Instant to) {
  auto first = first_at(samples, from);
  auto last = first;  // the span is [first, last)
  Tally span;
  for (; first != samples.end() && first->at <= to; ++first) {
    for (; last != samples.end() && span.logins < kHarmSpan; ++last) {
      span.logins += last->logins;
      span.failed += last->failed;
    }
    if (first->failed > 0 && span.failed >= kHarmFailures && span.failed_ratio() >= 0.1) {
      return first->at;
    }
    span.logins -= first->logins;
    span.failed -= first->failed;
  }
  return {};
}

RecoveryAnswer recovery_of(const Samples& all, const RecoveryQuestion& q) {
  RecoveryAnswer answer;
  answer.since = tally(all, q.reverted, q.now);
  const auto begin = static_cast<std::size_t>(first_at(all, q.reverted) - all.begin());
  const auto end = static_cast<std::size_t>(first_at(all, q.now) - all.begin());
  const Instant deadline = q.reverted + q.within;
  bool early = q.now < deadline;  // a start that is still to come may be a good one
  for (std::size_t i = begin; i < end && all[i].at <= deadline; ++i) {
    // Only right after a failure can a start be better than the one before it.
    if (i > begin && all[i - 1].failed == 0) continue;
    Tally since;
    switch (judge_start(all, i, end, q, since)) {
      case Start::good:
        answer.ruling = Ruling::met;
        answer.well_from = i == begin ? q.reverted : all[i].at;
        answer.since = since;
        return answer;
      case Start::early:
        early = true;
        break;
      case Start::bad:
        break;
    }
  }
  if (early && q.over) {
    // Too little was seen after the deadline; bad is bad nevertheless when its end is bad too.
    const Tally last = tally(all, std::max(q.now - q.minute, q.reverted), q.now);
    early = share_holds(last, q.min);
  }
  if (begin == end) early = true;
  answer.ruling = early ? Ruling::open : Ruling::missed;
  return answer;
}

}  // namespace misfire
