#include "projections/rows.h"

#include <set>

#include "ledger/core/bytes.h"
#include "ledger/core/check.h"
#include "ledger/programme/values.h"

namespace projections {
namespace {

using ledger::Code;
using ledger::Result;

tl::unexpected<ledger::Error> no_row() {
  return ledger::fail(Code::corrupt, "a row of the views is damaged: delete the folder of views");
}

std::string prefix_of(std::string_view view) {
  std::string out(view);
  out.push_back('\0');
  return out;
}

std::string history_key(std::string key, std::uint64_t until) {
  key.push_back('\0');
  ledger::append_u64(key, until);
  return key;
}

// Takes the text up to the next zero byte; what is left stays in `bytes`.
std::optional<std::string> take_text(std::string_view& bytes) {
  const auto end = bytes.find('\0');
  if (end == std::string_view::npos) return std::nullopt;
  std::string out(bytes.substr(0, end));
  bytes.remove_prefix(end + 1);
  return out;
}

std::string encode(const RowVersion& version) {
  std::string out;
  ledger::append_u64(out, version.position);
  return out + version.updated_at + '\0' + version.text;
}

std::string encode(const PresentRow& row) {
  std::string out;
  ledger::append_u64(out, row.version.position);
  ledger::append_u64(out, row.first_position);
  out.push_back(static_cast<char>((row.area_is_own ? 1 : 2) | (row.own ? 4 : 0)));
  ledger::append_u64(out, row.others);
  return out + row.version.updated_at + '\0' + row.area + '\0' + row.version.text;
}

std::optional<RowVersion> decode_version(std::string_view bytes) {
  if (bytes.size() < 8) return std::nullopt;
  RowVersion out{.position = ledger::read_u64(bytes), .updated_at = {}, .text = {}};
  bytes.remove_prefix(8);
  auto updated_at = take_text(bytes);
  if (!updated_at) return std::nullopt;
  out.updated_at = std::move(*updated_at);
  out.text = bytes;
  return out;
}

std::optional<PresentRow> decode_present(std::string_view bytes) {
  if (bytes.size() < 25) return std::nullopt;
  PresentRow out;
  out.version.position = ledger::read_u64(bytes);
  out.first_position = ledger::read_u64(bytes.substr(8));
  out.area_is_own = (bytes[16] & 1) != 0;
  out.own = (bytes[16] & 4) != 0;
  out.others = ledger::read_u64(bytes.substr(17));
  bytes.remove_prefix(25);
  auto updated_at = take_text(bytes), area = take_text(bytes);
  if (!updated_at || !area) return std::nullopt;
  out.version.updated_at = std::move(*updated_at);
  out.area = std::move(*area);
  out.version.text = bytes;
  return out;
}

bool is_by(std::uint64_t position, std::int64_t as_of) {
  return as_of >= 0 && position <= static_cast<std::uint64_t>(as_of);
}

std::string text_of(const Json& content) {
  if (content.is_null()) return {};
  return content.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

RowReader::RowReader(const ledger::Reader& store, std::string_view view)
    : store_(store), prefix_(prefix_of(view)) {}

Result<std::optional<RowVersion>> RowReader::version_at(std::string_view id,
                                                        const PresentRow& present,
                                                        std::int64_t as_of) {
  using Found = std::optional<RowVersion>;
  if (!is_by(present.first_position, as_of)) return Found();
  if (is_by(present.version.position, as_of)) {
    return present.version.text.empty() ? Found() : Found(present.version);
  }
  const std::string key =
      history_key(prefix_ + std::string(id), static_cast<std::uint64_t>(as_of) + 1);
  if (!history_) history_ = store_.cursor(view_table::history);
  history_->seek(key);
  if (!history_->valid()) {
    if (auto status = history_->status(); !status) return tl::unexpected(status.error());
    return Found();
  }
  const auto same = key.size() - 8;
  const bool is_of_row = history_->key().size() == key.size() &&
                         history_->key().substr(0, same) == std::string_view(key).substr(0, same);
  if (!is_of_row) return Found();
  auto version = decode_version(history_->value());
  if (!version) return no_row();
  if (!is_by(version->position, as_of) || version->text.empty()) return Found();
  return version;
}

Result<std::optional<FoundRow>> RowReader::get(std::string_view id, std::int64_t as_of) {
  using Found = std::optional<FoundRow>;
  const auto value = store_.get(view_table::rows, prefix_ + std::string(id));
  if (!value) return tl::unexpected(value.error());
  if (!*value) return Found();
  const auto present = decode_present(**value);
  if (!present) return no_row();
  auto version = version_at(id, *present, as_of);
  if (!version) return tl::unexpected(version.error());
  if (!*version) return Found();
  return Found(FoundRow{std::string(id), present->area, std::move(**version)});
}

Result<void> RowReader::walk(const std::optional<std::string>& after, std::int64_t as_of,
                             const Visitor& visit) {
  const auto cursor = store_.cursor(view_table::rows);
  for (cursor->seek(after ? prefix_ + *after + '\0' : prefix_); cursor->valid(); cursor->next()) {
    if (cursor->key().substr(0, prefix_.size()) != prefix_) return {};
    const std::string id(cursor->key().substr(prefix_.size()));
    const auto present = decode_present(cursor->value());
    if (!present) return no_row();
    auto version = version_at(id, *present, as_of);
    if (!version) return tl::unexpected(version.error());
    if (!*version) continue;
    const auto more = visit({id, present->area, std::move(**version)});
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
  }
  return cursor->status();
}

RowWriter::RowWriter(const ledger::Reader& store, std::string_view view, std::string_view aggregate,
                     const std::vector<Column>& columns, Derive derive)
    : store_(store),
      prefix_(prefix_of(view)),
      aggregate_(aggregate),
      columns_(columns),
      derive_(std::move(derive)) {}

std::optional<std::string> RowWriter::stored(ledger::Table table, std::string_view key) {
  auto value = store_.get(table, prefix_ + std::string(key));
  if (value) return std::move(*value);
  error_ = value.error();
  return std::nullopt;
}

RowWriter::Entry& RowWriter::load(std::string_view id) {
  const auto found = rows_.find(id);
  if (found != rows_.end()) return found->second;
  Entry& entry = rows_.emplace(std::string(id), Entry{}).first->second;
  const auto value = stored(view_table::rows, id);
  if (!value) return entry;
  entry.present = decode_present(*value);
  if (entry.present && !entry.present->version.text.empty()) {
    entry.content = Json::parse(entry.present->version.text, nullptr, false);
  }
  if (!entry.present || entry.content.is_discarded()) {
    error_ = no_row().value();
    entry.content = nullptr;
  }
  return entry;
}

bool RowWriter::is_about(std::string_view id, std::string_view subject) const {
  return programme::aggregate_of(subject) == aggregate_ &&
         programme::key_of(subject) == id.substr(0, id.find(':'));
}

RowWriter::Entry& RowWriter::touch(std::string_view id) {
  LEUIT_CHECK(event_ != nullptr);
  Entry& entry = load(id);
  if (entry.touched) return entry;
  entry.touched = true;
  touched_.emplace_back(id, &entry);
  if (entry.present) {
    entry.next.area = entry.present->area;
    entry.next.area_is_own = entry.present->area_is_own;
    entry.next.own = entry.present->own;
    entry.next.others = entry.present->others;
  }
  const bool is_own = is_about(id, event_->subject);
  if (entry.next.area.empty() || (is_own && !entry.next.area_is_own)) {
    entry.next.area = event_->area;
    entry.next.area_is_own = is_own;
  }
  return entry;
}

Json& RowWriter::row(std::string_view id) {
  Json& content = touch(id).content;
  if (!content.is_null()) return content;
  content = Json::object();
  for (const Column& column : columns_) {
    const bool is_count = column.gathered == Gathered::sum || column.gathered == Gathered::distinct;
    content[std::string(column.name)] = is_count ? Json(0) : Json(nullptr);
  }
  content["id"] = std::string(id);
  return content;
}

void RowWriter::set_own(std::string_view id, bool own) { touch(id).next.own = own; }

void RowWriter::count_others(std::string_view id, int change) {
  auto& others = touch(id).next.others;
  LEUIT_CHECK(change > 0 || others > 0);
  others += static_cast<std::uint64_t>(change);
}

void RowWriter::set_area(std::string_view id, std::string area) {
  touch(id).next.area = std::move(area);
}

std::vector<std::string> RowWriter::ids_of(std::string_view subject) {
  std::set<std::string> out;
  if (programme::aggregate_of(subject) != aggregate_) return {};
  const std::string key(programme::key_of(subject));
  for (const auto& [id, entry] : rows_)
    if (is_about(id, subject)) out.insert(id);
  const auto add = [&](const std::string& from) {
    const auto cursor = store_.cursor(view_table::rows);
    for (cursor->seek(prefix_ + from); cursor->valid(); cursor->next()) {
      if (!cursor->key().starts_with(prefix_ + from)) break;
      std::string id(cursor->key().substr(prefix_.size()));
      if (is_about(id, subject))
        out.insert(std::move(id));
      else
        break;
    }
    if (auto status = cursor->status(); !status) error_ = status.error();
  };
  add(key);
  add(key + ":");
  return {out.begin(), out.end()};
}

const Json* RowWriter::find(std::string_view id) {
  const Json& content = load(id).content;
  return content.is_null() ? nullptr : &content;
}

const Json& RowWriter::note(std::string_view key) {
  const auto found = notes_.find(key);
  if (found != notes_.end()) return found->second.value;
  Json& value = notes_.emplace(std::string(key), Note{}).first->second.value;
  if (const auto text = stored(view_table::notes, key)) {
    value = Json::parse(*text, nullptr, false);
    if (value.is_discarded()) {
      error_ = no_row().value();
      value = nullptr;
    }
  }
  return value;
}

void RowWriter::set_note(std::string_view key, Json value) {
  Note& note = notes_.insert_or_assign(std::string(key), Note{}).first->second;
  note.value = std::move(value);
  note.changed = true;
}

std::vector<std::string> RowWriter::notes_under(std::string_view prefix) {
  std::set<std::string> out;
  const std::string whole = prefix_ + std::string(prefix);
  const auto cursor = store_.cursor(view_table::notes);
  for (cursor->seek(whole); cursor->valid() && cursor->key().starts_with(whole); cursor->next())
    out.emplace(cursor->key().substr(prefix_.size()));
  if (!cursor->valid())
    if (auto status = cursor->status(); !status) error_ = status.error();
  for (auto at = notes_.lower_bound(prefix);
       at != notes_.end() && std::string_view(at->first).starts_with(prefix); ++at) {
    if (at->second.value.is_null())
      out.erase(at->first);
    else
      out.insert(at->first);
  }
  return {out.begin(), out.end()};
}

void RowWriter::settle(std::string_view id, Entry& entry) {
  entry.touched = false;
  if (!entry.next.own && entry.next.others == 0) entry.content = nullptr;
  if (derive_ && !entry.content.is_null()) derive_(entry.content);
  std::string text = text_of(entry.content);
  auto& present = entry.present;
  const bool was_there = present && !present->version.text.empty();
  if (present ? text == present->version.text : text.empty()) {
    if (!present) return;
    entry.next.first_position = present->first_position;
    entry.next.version = std::move(present->version);
    present = entry.next;
    entry.changed = true;
    return;
  }
  rows_added_ += (text.empty() ? 0 : 1) - (was_there ? 1 : 0);
  if (present) {
    history_.emplace_back(history_key(prefix_ + std::string(id), event_->position),
                          encode(present->version));
  }
  entry.next.first_position = present ? present->first_position : event_->position;
  entry.next.version = {event_->position, event_->recorded_time, std::move(text)};
  present = entry.next;
  entry.changed = true;
}

Result<void> RowWriter::end() {
  for (auto& [id, entry] : touched_) settle(id, *entry);
  touched_.clear();
  event_ = nullptr;
  if (error_) return tl::unexpected(*error_);
  return {};
}

void RowWriter::flush(ledger::StoreBatch& batch) const {
  for (const auto& [id, entry] : rows_) {
    if (entry.changed) batch.put(view_table::rows, prefix_ + id, encode(*entry.present));
  }
  for (const auto& [key, value] : history_) batch.put(view_table::history, key, value);
  for (const auto& [key, note] : notes_) {
    if (!note.changed) continue;
    if (note.value.is_null())
      batch.remove(view_table::notes, prefix_ + key);
    else
      batch.put(view_table::notes, prefix_ + key, note.value.dump());
  }
}

}  // namespace projections
