#include "judge/review_reader.hpp"

#include <algorithm>
#include <set>

#include "judge/folds.hpp"
#include "judge/page_sense.hpp"
#include "judge/review_fired.hpp"
#include "judge/samples.hpp"
#include "judge/stages.hpp"

namespace misfire {
namespace {

/// What an expectation wants, and what became of it.
struct Claim {
  const Wanted* wanted = nullptr;
  bool noticed = false, caught = false;
};

Cell cell_of(Wrong::Kind kind) {
  switch (kind) {
    case Wrong::Kind::nothing:
      return Cell::also;
    case Wrong::Kind::for_nothing:
      return Cell::false_page;
    case Wrong::Kind::wrong_team:
      return Cell::wrong_receiver;
    case Wrong::Kind::wrong_blame:
      return Cell::wrong_blame;
  }
  return Cell::also;
}

class Reader {
 public:
  Reader(const Plan& plan, const History& history, ReviewedRun& out)
      : plan_(std::make_shared<const Plan>(plan)),
        facts_(plan_->monitoring),
        logins_(samples_of(history.logins)),
        evidence_(plan_, &logins_),
        sense_(*plan_),
        out_(out) {
    for (const Event& event : history.events) evidence_.see(event);
    for (const Wanted& wanted : sense_.expected()) claims_.push_back({&wanted});
    fired_ = fired_in(evidence_, history);
  }

  void read() {
    for (const AlertRule& rule : facts_.rules) add(rule);
    // Which expectations were met must be known before the others are looked at.
    for (const bool explained : {true, false}) came(explained);
    for (ReviewedAlert& alert : out_.alerts) alert.fired = fired_.contains(alert.name);
    for (const Claim& claim : claims_) {
      out_.noticed = out_.noticed || claim.noticed;
      out_.caught = out_.caught || claim.caught;
    }
    for (const AlertRule& rule : facts_.rules) stayed_away(rule);
    for (ReviewedAlert& alert : out_.alerts) {
      if (!alert.why.empty() && !came_.contains(alert.name)) alert.cell = Cell::untold;
      if (alert.cell != Cell::untold) alert.why.clear();
    }
  }

 private:
  ReviewedAlert& alert_named(const std::string& name) {
    const auto found = std::find_if(out_.alerts.begin(), out_.alerts.end(),
                                    [&](const ReviewedAlert& one) { return one.name == name; });
    if (found != out_.alerts.end()) return *found;
    out_.alerts.emplace_back();
    out_.alerts.back().name = name;
    return out_.alerts.back();
  }

  /// Rules of one name are one alert. It is untold when none of them can tell anything.
  void add(const AlertRule& rule) {
    Labels labels = rule.labels;
    labels["alertname"] = rule.name;
    if (is_ignored(facts_, labels)) return;
    std::string why = distrust(*plan_, rule);
    if (why.empty() && evidence_.never_evaluated(rule)) why = "its group was not evaluated";
    const bool known = std::any_of(out_.alerts.begin(), out_.alerts.end(),
                                   [&](const ReviewedAlert& one) { return one.name == rule.name; });
    ReviewedAlert& alert = alert_named(rule.name);
    if (alert.component.empty()) alert.component = component_of(facts_, labels);
    alert.page = alert.page || could_page(facts_, rule);
    alert.why = known && alert.why.empty() ? "" : why;
    for (const Claim& claim : claims_) alert.wanted = alert.wanted || wants(claim, rule);
  }

  bool wants(const Claim& claim, const AlertRule& rule) const {
    if (!claim.wanted->could_match(rule)) return false;
    const std::string& team = label(rule.labels, "team");
    return !claim.wanted->team || team == *claim.wanted->team || !facts_.teams.contains(team);
  }

  /// A cell keeps what weighs most, and the first of a kind. But Alertmanager repeats itself, and
  /// there may be several alerts of one name: who is told in time is not told too late.
  static bool put(ReviewedAlert& alert, Cell cell, const std::string& receiver) {
    const bool in_time_after_all = alert.cell == Cell::late && cell == Cell::caught;
    const bool again = alert.cell == Cell::caught && cell == Cell::late;
    if (again || (alert.cell <= cell && !in_time_after_all)) return false;
    alert.cell = cell;
    alert.receiver = receiver;
    return true;
  }

  void came(bool is_explained) {
    for (const AlertTrack& track : evidence_.tracks()) {
      if (is_ignored(facts_, track.labels) || !distrust(*plan_, track.labels).empty()) continue;
      for (const Arrival& arrival : track.arrivals) {
        if (arrival.observer) continue;
        if (sense_.explained(track.labels, arrival.receiver) != is_explained) continue;
        came_.insert(track.name);
        ReviewedAlert& alert = alert_named(track.name);
        if (auto component = component_of(facts_, track.labels); !component.empty()) {
          alert.component = std::move(component);
        }
        if (is_explained) {
          explained(alert, track, arrival);
        } else {
          put(alert, unexplained(track, arrival), arrival.receiver);
        }
      }
    }
  }

  Cell unexplained(const AlertTrack& track, const Arrival& arrival) const {
    const bool page = is_page(facts_, track.labels);
    const Wrong wrong = page ? sense_.wrong_page(evidence_, track.labels, arrival.receiver,
                                                 arrival.at, observed_until())
                             : sense_.wrong_ticket();
    const Cell cell = cell_of(wrong.kind);
    if (cell != Cell::also) return cell;
    const ModelDuration after = to_model(arrival.at - *evidence_.fault(), plan_->speed);
    if (sense_.breaks_quiet(track.labels, arrival.receiver, after)) {
      return component_of(facts_, track.labels).empty() ? Cell::false_page : Cell::wrong_blame;
    }
    return went_astray(track, arrival, page) ? Cell::wrong_receiver : Cell::also;
  }

  Instant observed_until() const { return evidence_.observed_until().value_or(Instant::max()); }

  /// An alert that is wanted went to nobody of the team that wants it, nor of the one it names: a
  /// page, or a ticket that nobody had instead.
  bool went_astray(const AlertTrack& track, const Arrival& arrival, bool page) const {
    if (serves(facts_, arrival.receiver, label(track.labels, "team"))) return false;
    return std::any_of(claims_.begin(), claims_.end(), [&](const Claim& claim) {
      const Wanted& w = *claim.wanted;
      return !w.gap && w.team && w.matches(track.labels) && (page || !claim.caught) &&
             first_arrival(track, facts_, w.team, Instant{}) == nullptr;
    });
  }

  void explained(ReviewedAlert& alert, const AlertTrack& track, const Arrival& arrival) {
    put(alert, Cell::also, arrival.receiver);  // for now: there may be nothing to count from
    for (Claim& claim : claims_) {
      const Wanted& w = *claim.wanted;
      if (!w.matches(track.labels)) continue;
      if (w.team && !serves(facts_, arrival.receiver, *w.team)) continue;
      const Instant base = base_of(w);
      if (arrival.at < base) continue;  // what came before a fault cannot be about it
      const Ruling ruling = rule_in_time(evidence_, w.within, arrival.at, arrival.at);
      if (ruling == Ruling::open) continue;
      const bool in_time = ruling == Ruling::met;
      claim.noticed = true;
      claim.caught = claim.caught || in_time;
      if (put(alert, in_time ? Cell::caught : Cell::late, arrival.receiver)) {
        alert.times = times_of(track, arrival, base);
      }
    }
  }

  Instant base_of(const Wanted& w) const {
    const Instant fault = evidence_.fault().value_or(Instant::max());
    if (w.within.from.empty() || w.within.from == "effect") return fault;
    return evidence_.injected(w.within.from).value_or(Instant::max());
  }

  ReviewedTimes times_of(const AlertTrack& track, const Arrival& arrival, Instant base) const {
    const Stages stages = stages_of(track, base, evidence_.harm(), arrival.at);
    const auto after = [&](const std::optional<Instant>& at) -> std::optional<ModelDuration> {
      if (!at) return {};
      return to_model(std::max(*at - base, Duration{}), plan_->speed);
    };
    return {after(stages.effect), after(stages.pending), after(stages.firing), after(stages.sent),
            after(stages.notified)};
  }

  void stayed_away(const AlertRule& rule) {
    const auto found = std::find_if(out_.alerts.begin(), out_.alerts.end(),
                                    [&](const auto& one) { return one.name == rule.name; });
    if (found == out_.alerts.end() || came_.contains(rule.name)) return;
    for (const Claim& claim : claims_) {
      if (!wants(claim, rule)) continue;
      found->cell = std::min(found->cell, claim.caught ? Cell::covered : Cell::missed);
    }
  }

  std::shared_ptr<const Plan> plan_;
  const MonitoringFacts& facts_;
  Samples logins_;
  Evidence evidence_;
  PageSense sense_;
  ReviewedRun& out_;
  std::vector<Claim> claims_;
  std::set<std::string> fired_, came_;
};

}  // namespace

void read_alerts(const Plan& plan, const History& history, ReviewedRun& run) {
  Reader(plan, history, run).read();
}

}  // namespace misfire
