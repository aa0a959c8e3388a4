#include "load/driver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "load/arrivals.hpp"
#include "load/check_driver.hpp"
#include "load/connection.hpp"
#include "load/login_counter.hpp"

namespace misfire {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;
using boost::system::error_code;
using Timer =
    asio::basic_waitable_timer<Steady, asio::wait_traits<Steady>, asio::io_context::executor_type>;

constexpr Duration kTick = 250ms;
constexpr double kOwnTimerUpTo = 10'000;  // above it arrivals are offered in steps of 1 ms

std::string out_of_sockets(error_code error) {
  return fmt::format("the login driver could not open a connection: {}", error.message());
}

class Driver final : public LoginDriver {
 public:
  Driver(const DriverOptions& options, asio::ip::tcp::endpoint target, SuccessCondition success,
         std::unique_ptr<LoginWriter> writer)
      : options_(options),
        target_(std::move(target)),
        reader_{std::move(success), options.backend_header},
        writer_(std::move(writer)),
        arrivals_(options_),
        arriving_(io_.get_executor()),
        patience_(io_.get_executor()),
        ticker_(io_.get_executor()),
        ending_(io_.get_executor()),
        counter_(options.backends.size()) {
    for (std::size_t i = 0; i < options.backends.size(); ++i) {
      backend_of_[options.backends[i]] = static_cast<std::uint8_t>(i);
    }
    for (std::size_t i = 0; i < options.addresses.size(); ++i) {
      backend_of_.emplace(options.addresses[i], static_cast<std::uint8_t>(i));
    }
    // Both clocks are read once: a step of the wall clock does not disturb the schedule.
    start_steady_ = Steady::now();
    start_wall_ = SystemClock().now();
    arm_arrivals();
    tick_end_ = start_steady_ + kTick;
    arm_ticker();
    thread_ = std::thread([this] { io_.run(); });
  }

  ~Driver() override { static_cast<void>(stop(options_.load.patience)); }

  std::vector<Event> ticks() override {
    const std::lock_guard lock(mutex_);
    return std::exchange(finished_ticks_, {});
  }

  LoadAccount account() const override {
    const std::lock_guard lock(mutex_);
    return finished_account_;
  }

  Result<Instant> multiply_rate(double factor) override {
    const double wanted = factor * options_.load.per_second;
    if (!(wanted > 0 && wanted <= kFastest)) {
      return usage_error(
          fmt::format("{:g} logins a second are not between 0 and {:g}", wanted, kFastest));
    }
    if (!thread_.joinable()) return environment_error("the login driver has stopped");
    std::promise<Instant> changed;
    asio::post(io_, [&] {
      const auto now = Steady::now();
      offer_due(now);  // those until now are of the old rate
      arrivals_.change_rate(now - start_steady_, wanted);
      if (!stopping_) arm_arrivals();
      changed.set_value(wall(now));
    });
    return changed.get_future().get();
  }

  Result<Instant> flood(const LoginFlood& wanted) override {
    const double per_second = wanted.factor * options_.load.per_second;
    if (!(per_second >= 0 && per_second <= kFastest) || (per_second > 0 && wanted.users < 1)) {
      return usage_error(fmt::format("{:g} logins a second of {} users are no flood up to {:g}",
                                     per_second, wanted.users, kFastest));
    }
    if (!thread_.joinable()) return environment_error("the login driver has stopped");
    std::promise<Instant> changed;
    asio::post(io_, [&] {
      const auto now = Steady::now();
      offer_due(now);
      arrivals_.flood(now - start_steady_, wanted, per_second);
      if (!stopping_) arm_arrivals();
      changed.set_value(wall(now));
    });
    return changed.get_future().get();
  }

  Result<void> speak_tls(const std::string& authority) override {
    std::shared_ptr<asio::ssl::context> trusted;
    if (!authority.empty()) {
      error_code error;
      trusted = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
      trusted->add_certificate_authority(asio::buffer(authority), error);
      if (error) return environment_error("the login driver was given no certificate to trust");
      trusted->set_verify_mode(asio::ssl::verify_peer);
    }
    asio::post(io_, [this, trusted] {
      trusted_ = trusted;
      const std::lock_guard lock(mutex_);
      distrust_.clear();
    });
    return {};
  }

  std::string distrust() const override {
    const std::lock_guard lock(mutex_);
    return distrust_;
  }

  Result<void> health() const override {
    const std::lock_guard lock(mutex_);
    return health_;
  }

  std::string unknown_backend() const override {
    const std::lock_guard lock(mutex_);
    return unknown_backend_;
  }

  Result<void> stop(Duration at_most) override {
    if (thread_.joinable()) {
      asio::post(io_, [this, at_most] {
        stopping_ = true;
        arriving_.cancel();
        ending_.expires_after(at_most);
        ending_.async_wait([this](error_code error) {
          while (!error && !by_deadline_.empty()) give_up(PendingPtr(by_deadline_.front()));
        });
        end_when_idle();
      });
      thread_.join();
    }
    if (writer_) closed_ = writer_->close();
    writer_.reset();
    return closed_;
  }

 private:
  struct Pending {
    Login login;
    std::shared_ptr<const std::string> request;
    bool under_way = false, done = false;
    std::shared_ptr<LoginConnection> connection;
  };
  using PendingPtr = std::shared_ptr<Pending>;

  Instant wall(Steady::time_point t) const {
    return start_wall_ + std::chrono::duration_cast<Duration>(t - start_steady_);
  }

  void arm_arrivals() {
    auto at = start_steady_ + arrivals_.next();
    if (arrivals_.per_second() > kOwnTimerUpTo) at = std::max(at, Steady::now() + 1ms);
    arriving_.expires_at(at);
    arriving_.async_wait([this](error_code error) {
      if (error || stopping_) return;
      offer_due(Steady::now());
      arm_arrivals();
    });
  }

  void offer_due(Steady::time_point now) {
    while (auto wanted = arrivals_.come(now - start_steady_)) {
      offer(start_steady_ + wanted->at, wanted->user, std::move(wanted->request));
    }
  }

  void offer(Steady::time_point planned, std::uint32_t user,
             std::shared_ptr<const std::string> request) {
    auto pending = std::make_shared<Pending>();
    pending->login.planned = wall(planned);
    pending->login.user = user;
    pending->request = std::move(request);
    const auto now = Steady::now();
    end_ticks_before(now);
    counter_.planned(pending->login, now - planned);
    ++unfinished_;
    waiting_.push_back(pending);
    by_deadline_.push_back(pending);
    if (!patience_armed_) arm_patience();
    serve_waiting();
  }

  /// Gives waiting logins a connection: a free one, or a new one within the bound.
  void serve_waiting() {
    while (!waiting_.empty()) {
      std::shared_ptr<LoginConnection> connection;
      if (!free_.empty()) {
        connection = free_.back();
        free_.pop_back();
      } else if (connections_.size() < static_cast<std::size_t>(options_.max_connections)) {
        connection = std::make_shared<LoginConnection>(io_, target_, reader_, trusted_,
                                                       [this](LoginConnection* c) { lost(c); });
        connections_.insert(connection);
      } else {
        return;
      }
      const PendingPtr pending = waiting_.front();
      waiting_.pop_front();
      pending->under_way = true;
      pending->connection = connection;
      pending->login.sent = wall(Steady::now());
      connection->send(pending->request, [this, pending](LoginAnswer answer) {
        answered(pending, std::move(answer));
      });
    }
  }

  void answered(const PendingPtr& pending, LoginAnswer answer) {
    const auto connection = std::move(pending->connection);
    if (connection->alive()) {
      free_.push_back(connection);
    } else {
      connections_.erase(connection);
    }
    if (answer.unsent) {
      const std::lock_guard lock(mutex_);
      if (health_) health_ = environment_error(out_of_sockets(answer.unsent));
    }
    if (!answer.distrust.empty()) {
      const std::lock_guard lock(mutex_);
      distrust_ = std::move(answer.distrust);
    }
    pending->login.status = static_cast<std::uint16_t>(answer.status);
    pending->login.outcome = answer.outcome;
    // A balancer that tried several servers names them all, the one that answered last (nginx).
    if (const auto comma = answer.backend.rfind(", "); comma != std::string::npos) {
      answer.backend.erase(0, comma + 2);
    }
    if (const auto known = backend_of_.find(answer.backend); known != backend_of_.end()) {
      pending->login.backend = known->second;
    } else if (!answer.backend.empty() && !stranger_) {
      stranger_ = true;
      const std::lock_guard lock(mutex_);
      unknown_backend_ = answer.backend.substr(0, 100);
    }
    finish(pending);
    serve_waiting();
  }

  void finish(const PendingPtr& pending) {
    Login& login = pending->login;
    pending->done = true;
    const auto now = Steady::now();
    end_ticks_before(now);
    login.answered = wall(now);
    if (login.sent == Instant{}) login.sent = login.answered;  // never got a connection
    writer_->append(login);
    counter_.ended(login);
    while (!by_deadline_.empty() && by_deadline_.front()->done) by_deadline_.pop_front();
    --unfinished_;
    if (stopping_) end_when_idle();
  }

  Steady::time_point deadline(const Pending& pending) const {
    return start_steady_ + (pending.login.planned - start_wall_) + options_.load.patience;
  }

  /// Every login has the same patience, so deadlines are in the order of arrival. The timer may
  /// stand at the deadline of a login that is done by now: it then moves on to the next.
  void arm_patience() {
    patience_armed_ = !by_deadline_.empty();
    if (!patience_armed_) return;
    patience_.expires_at(deadline(*by_deadline_.front()));
    patience_.async_wait([this](error_code error) {
      if (error) return;
      const auto now = Steady::now();
      while (!by_deadline_.empty() && deadline(*by_deadline_.front()) <= now) {
        give_up(PendingPtr(by_deadline_.front()));
      }
      arm_patience();
      serve_waiting();
    });
  }

  void give_up(const PendingPtr& pending) {
    if (pending->under_way) {
      pending->connection->abandon();
      connections_.erase(pending->connection);
      pending->connection.reset();
    } else {
      waiting_.erase(std::find(waiting_.begin(), waiting_.end(), pending));
    }
    pending->login.outcome = Outcome::timeout;
    finish(pending);
  }

  /// The peer closed an idle connection.
  void lost(LoginConnection* connection) {
    free_.erase(std::remove_if(free_.begin(), free_.end(),
                               [&](const auto& c) { return c.get() == connection; }),
                free_.end());
    const auto it = std::find_if(connections_.begin(), connections_.end(),
                                 [&](const auto& c) { return c.get() == connection; });
    if (it != connections_.end()) connections_.erase(it);
  }

  void arm_ticker() {
    ticker_.expires_at(tick_end_);
    ticker_.async_wait([this](error_code error) {
      if (error) return;
      end_ticks_before(Steady::now());
      arm_ticker();
    });
  }

  /// A tick holds exactly the logins that were answered within it, however late its timer comes:
  /// the judge checks the ticks against logins.bin.
  void end_ticks_before(Steady::time_point now) {
    for (; tick_end_ < now; tick_end_ += kTick) hand_over(tick_end_);
  }

  void hand_over(Steady::time_point end) {
    Event event{wall(end), wall(Steady::now()), counter_.end_tick(wall(end))};
    const std::lock_guard lock(mutex_);
    finished_ticks_.push_back(std::move(event));
    finished_account_ = counter_.account();
  }

  void end_when_idle() {
    if (unfinished_ > 0) return;
    ticker_.cancel();
    patience_.cancel();
    ending_.cancel();
    const auto now = Steady::now();
    end_ticks_before(now);
    hand_over(now);
    for (const auto& connection : connections_) connection->abandon();
    connections_.clear();
    free_.clear();
    io_.stop();
  }

  DriverOptions options_;
  asio::ip::tcp::endpoint target_;
  AnswerReader reader_;
  std::unique_ptr<LoginWriter> writer_;
  Result<void> closed_;
  Arrivals arrivals_;
  std::shared_ptr<asio::ssl::context> trusted_;  ///< null: clients speak plain
  std::unordered_map<std::string, std::uint8_t> backend_of_;
  asio::io_context io_{1};
  Timer arriving_, patience_, ticker_, ending_;
  Steady::time_point start_steady_, tick_end_;
  Instant start_wall_;
  std::deque<PendingPtr> waiting_, by_deadline_;
  std::vector<std::shared_ptr<LoginConnection>> free_;
  std::unordered_set<std::shared_ptr<LoginConnection>> connections_;
  LoginCounter counter_;
  std::int64_t unfinished_ = 0;
  bool patience_armed_ = false, stopping_ = false, stranger_ = false;
  mutable std::mutex mutex_;
  Result<void> health_;
  std::string unknown_backend_, distrust_;
  std::vector<Event> finished_ticks_;
  LoadAccount finished_account_;
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<LoginDriver>> LoginDriver::start(const DriverOptions& options) {
  auto target = target_of(options);
  if (!target) return tl::unexpected(target.error());
  if (auto ok = check_bounds(options); !ok) return tl::unexpected(ok.error());
  if (auto ok = make_room(options.max_connections); !ok) return tl::unexpected(ok.error());
  auto success = SuccessCondition::make(options.login.success);
  if (!success) return tl::unexpected(success.error());
  auto writer = LoginWriter::open(options.logins_file);
  if (!writer) return tl::unexpected(writer.error());
  try {  // no descriptor or no thread left
    return std::make_unique<Driver>(options, *target, std::move(*success), std::move(*writer));
  } catch (const std::exception& error) {
    return environment_error(fmt::format("the login driver cannot start: {}", error.what()));
  }
}

}  // namespace misfire
