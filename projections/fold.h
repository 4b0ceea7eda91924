// What a fold writes with. A row is about one stream; other streams may add to it, and every
// contribution is kept under the stream that made it. So when an event is corrected, what its
// stream contributed is taken back and its events, as they count now, are folded again, without a
// look at the rest of the log.
//
// Contributions stand in the notes of the view, under keys whose parts end in a zero byte:
//
//   c stream row                  what the stream contributes to the row
//   l row column                  of a `latest` column: stream -> [place, value]
//   e row column element          of a `distinct` column: the streams that name the element
//   n stream                      the stream's working memory
//   n stream part                 a part of it that stands alone
//   f subject name                a fact: [[place, value, the stream that tells it], …]
//   t stream subject name         the stream tells that fact
//   d subject stream              the stream's fold has asked for facts about the subject
//   g key                         a gathering: stream, element -> what the stream names in it
//   h stream key                  the stream names something in the gathering
//   w cause key                   what is shown of the gathering hangs on the cause
//
// Threads: none.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/programme/history.h"
#include "projections/rows.h"

namespace projections {

class Fold {
 public:
  explicit Fold(RowWriter& rows) : rows_(rows) {}

  // The row that the event's stream is about, and KEY:PART of it: its columns that are not gathered
  // are set as one likes.
  Json& row();
  Json& row(std::string_view part);
  std::string id() const { return std::string(programme::key_of(event_->subject)); }

  // Of the event's stream after it.
  std::string_view status() const { return status_; }

  // To a row of any stream. The column must be gathered so.
  void add(std::string_view id, std::string_view column, std::int64_t amount);  // sum
  // latest: by the place of the event, or by another place that ranks it.
  void put(std::string_view id, std::string_view column, Json value);
  void put(std::string_view id, std::string_view column, Json value, std::uint64_t place);
  void drop(std::string_view id, std::string_view column);  // latest: what this stream has put
  void include(std::string_view id, std::string_view column, std::string_view element);  // distinct
  void exclude(std::string_view id, std::string_view column, std::string_view element);

  // The stream's working memory; an object.
  const Json& own();
  void set_own(Json value);
  // Parts of it that are kept one by one, for what there may be many of; null: there is none.
  const Json& own(std::string_view part);
  void set_own(std::string_view part, Json value);
  std::vector<std::string> own_parts();
  // A fact that folds of other streams may ask for: as it was told at or before their event's
  // place; null where it was not. Telling null ends what was told.
  void tell(std::string_view subject, std::string_view name, Json value);
  Json ask(std::string_view subject, std::string_view name);

  // A gathering is what streams name together under a key, for rows that stand on several streams
  // or on none. Whenever it changes, Projection::shows() says what is shown of it: the row whose id
  // is the key, or nothing. An element that a stream names again keeps its place.
  struct Named {
    std::string stream, element, area, recorded_time;
    std::uint64_t place = 0;  // of the event that named it
    Json value;
  };
  void gather(std::string_view key, std::string_view element, Json value);
  void ungather(std::string_view key, std::string_view element);
  std::vector<Named> gathered(std::string_view key);  // in the order of places
  Json& show(std::string_view key, std::string area);
  void hide(std::string_view key);
  // What is shown of a gathering hangs on something else too: whoever says so has it shown anew.
  void hang(std::string_view key, std::string_view cause);
  void show_anew(std::string_view cause);
  std::set<std::string> take_changed() { return std::move(changed_); }  // keys

  // For Projection alone: which event is folded, and a stream that is folded anew.
  void at(const programme::Event& event, std::string_view status) {
    event_ = &event;
    status_ = status;
  }
  // Takes back all that the stream's events have done. Gives the facts that it told.
  using Facts = std::vector<std::pair<std::string, Json>>;  // keys of the notes, and their values
  Facts reset(const std::string& stream);
  // Other streams whose folds have asked for facts that stand otherwise now.
  std::vector<std::string> asked_what_changed(const std::string& stream, const Facts& before);

 private:
  Json contribution(std::string_view id);
  void set_contribution(std::string_view id, Json value);
  void leave(std::string_view id, std::string_view column, std::string_view element,
             const std::string& stream);
  void show_latest(std::string_view id, std::string_view column, const Json& held);
  void check(std::string_view column, Gathered gathered) const;

  RowWriter& rows_;
  const programme::Event* event_ = nullptr;
  std::string_view status_;
  std::set<std::string> changed_;  // keys of gatherings
};

}  // namespace projections
