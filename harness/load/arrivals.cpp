#include "load/arrivals.hpp"

#include <algorithm>

namespace misfire {
namespace {

constexpr std::uint64_t kFloodSeed = 0x5f3759df;  // another sequence than that of the users

}  // namespace

Arrivals::Flood::Flood(const LoginFlood& wanted, double rate, Duration now,
                       const DriverOptions& options)
    : per_second(rate),
      since(now),
      schedule(rate, wanted.users, options.seed + kFloodSeed),
      requests(wanted.users, options.seed, options.login, options.accounts, wanted.wrong_passwords),
      next(schedule.next()) {}

Arrivals::Arrivals(const DriverOptions& options)
    : options_(options),
      schedule_(options.load.per_second, options.load.users, options.seed),
      requests_(options.load.users, options.seed, options.login, options.accounts),
      next_(schedule_.next()),
      per_second_(options.load.per_second) {}

Duration Arrivals::next() const {
  return flood_ ? std::min(next_.at, flood_->due()) : next_.at;
}

std::optional<Arrivals::Wanted> Arrivals::come(Duration now) {
  if (next() > now) return {};
  if (flood_ && flood_->due() < next_.at) {
    const Wanted wanted{flood_->due(), flood_->next.user | Login::kFlood,
                        flood_->requests.of(flood_->next.user)};
    flood_->next = flood_->schedule.next();
    return wanted;
  }
  const Wanted wanted{next_.at, next_.user, requests_.of(next_.user)};
  next_ = schedule_.next();
  return wanted;
}

double Arrivals::per_second() const {
  return per_second_ + (flood_ ? flood_->per_second : 0);
}

void Arrivals::change_rate(Duration now, double per_second) {
  per_second_ = per_second;
  next_ = schedule_.change_rate(now, per_second, next_);
}

void Arrivals::flood(Duration now, const LoginFlood& wanted, double per_second) {
  flood_.reset();
  if (per_second > 0) flood_.emplace(wanted, per_second, now, options_);
}

}  // namespace misfire
