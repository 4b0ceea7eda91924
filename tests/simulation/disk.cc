#include "tests/simulation/disk.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ledger/core/check.h"

namespace simulation {
namespace {

constexpr std::uint64_t sector = 512;

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

void put_at(std::string& content, std::uint64_t offset, std::string_view bytes) {
  if (content.size() < offset + bytes.size()) content.resize(offset + bytes.size(), '\0');
  std::copy(bytes.begin(), bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(offset));
}

bool lies_under(const std::string& path, const std::string& folder) {
  return path.starts_with(folder) &&
         (path.size() == folder.size() || path[folder.size()] == '/' || folder.ends_with('/'));
}

std::string_view name_of(Io outcome) {
  switch (outcome) {
    case Io::ok:
      return "ok";
    case Io::not_found:
      return "not found";
    case Io::failed:
      return "failed";
    case Io::no_space:
      return "no space";
  }
  LEUIT_CHECK(false);
}

}  // namespace

std::string_view name_of(Operation operation) {
  static constexpr std::array<std::string_view, operation_count> names = {"read", "write", "sync",
                                                                          "rename", "removal"};
  return names[static_cast<std::size_t>(operation)];
}

void DiskCounts::add(const DiskCounts& other) {
  for (std::size_t i = 0; i < operation_count; ++i) failed[i] += other.failed[i];
  no_space += other.no_space;
  lost += other.lost;
  torn += other.torn;
  reordered += other.reordered;
  names_lost += other.names_lost;
}

Io SimulatedDisk::trace(std::string_view what, std::string_view path, std::uint64_t offset,
                        std::uint64_t size, Io outcome) {
  if (trace_ != nullptr)
    trace_->add(fmt::format("  {} {} {}+{} {}", what, path, offset, size, name_of(outcome)));
  return outcome;
}

SimulatedDisk::Verdict SimulatedDisk::judge(Operation operation, const std::string& path) {
  if (operation != Operation::read && deadline_) {
    if (deadline_->first == 0) return Verdict::die;
    --deadline_->first;
  }
  if (!fault_ || fault_->operation != operation || !lies_under(path, fault_->under))
    return Verdict::go_on;
  if (!fault_lasts_ && fault_->after-- > 0) return Verdict::go_on;
  fault_lasts_ = fault_->lasting;
  if (!fault_lasts_) fault_.reset();
  ++counts_.failed[static_cast<std::size_t>(operation)];
  return Verdict::fail;
}

void SimulatedDisk::die(Death death) {
  if (!alive_) return;
  alive_ = false;
  death_ = death;
  if (trace_ != nullptr) trace_->add(death == Death::power ? "  power cut" : "  kill");
}

void SimulatedDisk::die_after(std::uint64_t operations, Death death) {
  deadline_ = {operations, death};
}

void SimulatedDisk::boot() {
  if (!alive_ && death_ == Death::power) {
    lose_names();
    for (auto& [id, node] : disk_.nodes)
      if (!node.unsynced.empty()) lose_bytes(node);
  }
  collect();
  ++boot_;
  alive_ = true;
  deadline_.reset();
  fault_.reset();
  fault_lasts_ = false;
  locks_.clear();
}

void SimulatedDisk::settle() {
  disk_.kept = disk_.now;
  disk_.unsynced.clear();
  for (auto& [id, node] : disk_.nodes) {
    node.kept = node.now;
    node.unsynced.clear();
  }
  collect();
}

// In most file systems the changes of a folder reach the disk in their order; the standard promises
// nothing of the kind.
void SimulatedDisk::lose_names() {
  for (auto& [folder, changes] : disk_.unsynced) {
    if (!is_kept(folder)) {
      counts_.names_lost += changes.size();
      continue;
    }
    const bool in_order = chance(choices_, 70);
    const std::size_t first = below(choices_, changes.size() + 1);
    for (std::size_t i = 0; i < changes.size(); ++i) {
      if (in_order ? i >= first : chance(choices_, 50)) {
        ++counts_.names_lost;
        continue;
      }
      keep(changes[i]);
    }
  }
  disk_.unsynced.clear();
  // What lies in a folder that is not there is not there either.
  for (auto name = disk_.kept.begin(); name != disk_.kept.end();) {
    const std::string folder = folder_of(name->first);
    const bool has_folder = folder == "/" || disk_.kept.contains(folder);
    name = has_folder ? std::next(name) : disk_.kept.erase(name);
  }
  disk_.now = disk_.kept;
}

// A folder that is gone takes its names with it, so that another one of its path begins empty.
void SimulatedDisk::keep(const NameChange& change) {
  for (const auto& [path, node] : change) {
    if (node) {
      disk_.kept[path] = *node;
      continue;
    }
    disk_.kept.erase(path);
    const std::string prefix = path + "/";
    for (auto inside = disk_.kept.lower_bound(prefix);
         inside != disk_.kept.end() && inside->first.starts_with(prefix);)
      inside = disk_.kept.erase(inside);
  }
}

// Whether a power cut would leave this folder, and not another one that had its path before.
bool SimulatedDisk::is_kept(const std::string& folder) const {
  if (folder == "/") return true;
  const auto kept = disk_.kept.find(folder), now = disk_.now.find(folder);
  return kept != disk_.kept.end() && now != disk_.now.end() && kept->second == now->second;
}

void SimulatedDisk::lose_bytes(Node& node) {
  const std::uint64_t how = below(choices_, 6);
  std::uint64_t total = 0;
  for (const Piece& piece : node.unsynced) total += piece.bytes.size();
  std::uint64_t left = how == 0 ? 0 : how == 1 ? total : below(choices_, total + 1);
  if (how >= 4) {
    ++counts_.reordered;
    for (const Piece& piece : node.unsynced)
      for (std::uint64_t at = 0; at < piece.bytes.size();) {
        // A piece need not begin where a sector does.
        const std::uint64_t end =
            std::min<std::uint64_t>(piece.bytes.size(), at + sector - (piece.offset + at) % sector);
        if (chance(choices_, 50))
          put_at(node.kept, piece.offset + at, std::string_view(piece.bytes).substr(at, end - at));
        at = end;
      }
  } else {
    ++(left == 0 || left == total ? counts_.lost : counts_.torn);
    for (const Piece& piece : node.unsynced) {
      const std::uint64_t size = std::min<std::uint64_t>(left, piece.bytes.size());
      if (size > 0) put_at(node.kept, piece.offset, std::string_view(piece.bytes).substr(0, size));
      left -= size;
    }
  }
  node.unsynced.clear();
  node.now = node.kept;
}

void SimulatedDisk::collect() {
  std::set<NodeId> named;
  for (const auto* names : {&disk_.now, &disk_.kept})
    for (const auto& [path, node] : *names) named.insert(node);
  for (const auto& [folder, changes] : disk_.unsynced)
    for (const auto& change : changes)
      for (const auto& [path, node] : change)
        if (node) named.insert(*node);
  std::erase_if(disk_.nodes, [&](const auto& one) { return !named.contains(one.first); });
  std::erase_if(paths_, [&](const auto& one) { return !named.contains(one.first); });
}

void SimulatedDisk::change(const std::string& folder, const NameChange& change) {
  for (const auto& [path, node] : change)
    if (node) {
      disk_.now[path] = *node;
      paths_[*node] = path;
    } else {
      disk_.now.erase(path);
    }
  disk_.unsynced[folder].push_back(change);
}

SimulatedDisk::Node* SimulatedDisk::find(Handle handle) {
  if (!alive_ || handle.boot != boot_) return nullptr;
  const auto found = disk_.nodes.find(handle.node);
  return found == disk_.nodes.end() ? nullptr : &found->second;
}

std::uint64_t SimulatedDisk::used() const {
  std::uint64_t sum = 0;
  for (const auto& [path, node] : disk_.now) sum += disk_.nodes.at(node).now.size();
  return sum;
}

Io SimulatedDisk::make_folder(const std::string& path) {
  if (!alive_) return Io::failed;
  if (is_folder(path)) return Io::ok;
  const std::string folder = folder_of(path);
  if (folder != "/" && !is_folder(folder)) return Io::not_found;
  const NodeId id = disk_.next++;
  disk_.nodes[id].folder = true;
  change(folder, {{path, id}});
  return trace("mkdir", path, 0, 0, Io::ok);
}

Io SimulatedDisk::remove_folder(const std::string& path) {
  if (!alive_) return Io::failed;
  if (!is_folder(path)) return Io::not_found;
  change(folder_of(path), {{path, std::nullopt}});
  disk_.unsynced.erase(path);
  return trace("rmdir", path, 0, 0, Io::ok);
}

Io SimulatedDisk::create(const std::string& path, Handle& handle) {
  if (!alive_) return Io::failed;
  if (!is_folder(folder_of(path))) return trace("create", path, 0, 0, Io::not_found);
  switch (judge(Operation::write, path)) {
    case Verdict::go_on:
      break;
    case Verdict::fail:
      return trace("create", path, 0, 0, Io::failed);
    case Verdict::die:
      die(deadline_->second);
      return Io::failed;
  }
  const NodeId id = disk_.next++;
  disk_.nodes[id] = {};
  change(folder_of(path), {{path, id}});
  handle = {id, boot_};
  return trace("create", path, 0, 0, Io::ok);
}

Io SimulatedDisk::open(const std::string& path, Handle& handle) {
  if (!alive_) return Io::failed;
  const auto found = disk_.now.find(path);
  if (found == disk_.now.end()) return Io::not_found;
  handle = {found->second, boot_};
  return Io::ok;
}

Io SimulatedDisk::read(Handle handle, std::uint64_t offset, std::size_t size, std::string& bytes) {
  const Node* node = find(handle);
  if (node == nullptr) return Io::failed;
  if (judge(Operation::read, path_of(handle.node)) != Verdict::go_on)
    return trace("read", path_of(handle.node), offset, size, Io::failed);
  bytes = offset < node->now.size() ? node->now.substr(offset, size) : std::string();
  return trace("read", path_of(handle.node), offset, bytes.size(), Io::ok);
}

Io SimulatedDisk::append(Handle handle, std::string_view bytes) {
  const Node* node = find(handle);
  return node == nullptr ? Io::failed : write(handle, node->now.size(), bytes);
}

Io SimulatedDisk::write(Handle handle, std::uint64_t offset, std::string_view bytes) {
  Node* node = find(handle);
  if (node == nullptr) return Io::failed;
  const std::string& path = path_of(handle.node);
  Io outcome = Io::ok;
  std::size_t part = bytes.size();
  const Verdict verdict = judge(Operation::write, path);
  if (verdict != Verdict::go_on) {
    outcome = Io::failed;
    part = below(choices_, bytes.size() + 1);
  } else if (room_) {
    const std::uint64_t more =
        offset + bytes.size() > node->now.size() ? offset + bytes.size() - node->now.size() : 0;
    const std::uint64_t free = *room_ > used() ? *room_ - used() : 0;
    if (more > free) {
      outcome = Io::no_space;
      part = bytes.size() - std::min<std::size_t>(bytes.size(), more - free);
      ++counts_.no_space;
    }
  }
  trace("write", path, offset, part, outcome);
  if (part > 0) {
    put_at(node->now, offset, bytes.substr(0, part));
    node->unsynced.push_back({offset, std::string(bytes.substr(0, part))});
  }
  if (verdict == Verdict::die) die(deadline_->second);
  return outcome;
}

// Nothing here makes a file shorter but RocksDB, of files that it has just made.
Io SimulatedDisk::truncate(Handle handle, std::uint64_t size) {
  Node* node = find(handle);
  if (node == nullptr) return Io::failed;
  if (size < node->now.size()) {
    node->now.resize(size);
    node->kept.resize(std::min<std::uint64_t>(size, node->kept.size()));
    for (Piece& piece : node->unsynced)
      if (piece.offset + piece.bytes.size() > size)
        piece.bytes.resize(piece.offset < size ? size - piece.offset : 0);
  }
  return trace("truncate", path_of(handle.node), size, 0, Io::ok);
}

Io SimulatedDisk::sync(Handle handle) {
  Node* node = find(handle);
  if (node == nullptr) return Io::failed;
  const std::string& path = path_of(handle.node);
  const Verdict verdict = judge(Operation::sync, path);
  if (verdict == Verdict::die) {
    die(deadline_->second);
    return Io::failed;
  }
  if (verdict == Verdict::fail) {
    for (Piece& piece : node->unsynced) piece.stuck = chance(choices_, 50);
    return trace("sync", path, 0, node->now.size(), Io::failed);
  }
  if (ignores_syncs_) return trace("sync", path, 0, node->now.size(), Io::ok);
  std::vector<Piece> stuck;
  for (Piece& piece : node->unsynced)
    if (piece.stuck)
      stuck.push_back(std::move(piece));
    else
      put_at(node->kept, piece.offset, piece.bytes);
  node->unsynced = std::move(stuck);
  keep_name(handle.node);
  return trace("sync", path, 0, node->now.size(), Io::ok);
}

// Of a file that was made since its folder was synced last; with what happened to that name before,
// which a journal does not let come after.
void SimulatedDisk::keep_name(NodeId node) {
  const auto found = disk_.unsynced.find(folder_of(path_of(node)));
  if (found == disk_.unsynced.end()) return;
  std::vector<NameChange>& changes = found->second;
  const auto made = std::find_if(changes.begin(), changes.end(), [&](const NameChange& change) {
    return change.size() == 1 && change.front().second == node;
  });
  if (made == changes.end()) return;
  const std::string name = made->front().first;
  const auto concerns = [&](const NameChange& change) {
    return std::any_of(change.begin(), change.end(),
                       [&](const auto& one) { return one.first == name; });
  };
  std::vector<NameChange> left;
  for (auto change = changes.begin(); change != changes.end(); ++change)
    if (change <= made && concerns(*change))
      keep(*change);
    else
      left.push_back(std::move(*change));
  changes = std::move(left);
}

Io SimulatedDisk::sync_folder(const std::string& path) {
  if (!alive_) return Io::failed;
  if (path != "/" && !is_folder(path)) return Io::not_found;
  const Verdict verdict = judge(Operation::sync, path);
  if (verdict == Verdict::die) die(deadline_->second);
  if (verdict != Verdict::go_on) return trace("sync folder", path, 0, 0, Io::failed);
  // A journal holds the making of a folder before what is in it.
  std::vector<std::string> folders = {path};
  if (!is_kept(path)) folders.insert(folders.begin(), folder_of(path));
  for (const std::string& folder : folders) {
    const auto changes = disk_.unsynced.find(folder);
    if (changes == disk_.unsynced.end() || ignores_syncs_) continue;
    for (const NameChange& change : changes->second) keep(change);
    disk_.unsynced.erase(changes);
  }
  return trace("sync folder", path, 0, 0, Io::ok);
}

Io SimulatedDisk::rename(const std::string& from, const std::string& to) {
  if (!alive_) return Io::failed;
  const auto found = disk_.now.find(from);
  if (found == disk_.now.end()) return Io::not_found;
  LEUIT_CHECK(folder_of(from) == folder_of(to));
  const Verdict verdict = judge(Operation::rename, from);
  if (verdict == Verdict::die) die(deadline_->second);
  if (verdict != Verdict::go_on) return trace("rename", from, 0, 0, Io::failed);
  const NodeId id = found->second;
  change(folder_of(to), {{from, std::nullopt}, {to, id}});
  return trace("rename", to, 0, 0, Io::ok);
}

Io SimulatedDisk::remove(const std::string& path) {
  if (!alive_) return Io::failed;
  if (!disk_.now.contains(path)) return Io::not_found;
  const Verdict verdict = judge(Operation::remove, path);
  if (verdict == Verdict::die) die(deadline_->second);
  if (verdict != Verdict::go_on) return trace("remove", path, 0, 0, Io::failed);
  change(folder_of(path), {{path, std::nullopt}});
  return trace("remove", path, 0, 0, Io::ok);
}

std::optional<std::uint64_t> SimulatedDisk::size(const std::string& path) {
  const auto found = disk_.now.find(path);
  if (!alive_ || found == disk_.now.end()) return std::nullopt;
  return disk_.nodes.at(found->second).now.size();
}

std::uint64_t SimulatedDisk::size(Handle handle) {
  const Node* node = find(handle);
  return node == nullptr ? 0 : node->now.size();
}

bool SimulatedDisk::exists(const std::string& path) {
  return alive_ && (path == "/" || disk_.now.contains(path));
}

bool SimulatedDisk::is_folder(const std::string& path) {
  if (!alive_) return false;
  if (path == "/") return true;
  const auto found = disk_.now.find(path);
  return found != disk_.now.end() && disk_.nodes.at(found->second).folder;
}

std::vector<std::string> SimulatedDisk::children(const std::string& path) {
  std::vector<std::string> out;
  const std::string prefix = path.ends_with('/') ? path : path + "/";
  for (auto name = disk_.now.lower_bound(prefix);
       name != disk_.now.end() && name->first.starts_with(prefix); ++name)
    if (name->first.find('/', prefix.size()) == std::string::npos)
      out.push_back(name->first.substr(prefix.size()));
  return out;
}

void SimulatedDisk::place(const std::string& path, std::string content) {
  const NodeId id = disk_.next++;
  disk_.nodes[id].now = disk_.nodes[id].kept = std::move(content);
  disk_.now[path] = disk_.kept[path] = id;
  paths_[id] = path;
}

void SimulatedDisk::place_folder(const std::string& path) {
  place(path, "");
  disk_.nodes.at(disk_.now.at(path)).folder = true;
}

std::string SimulatedDisk::flip_bit() {
  std::vector<std::string> files;
  for (const auto& [path, id] : disk_.now)
    if (!disk_.nodes.at(id).now.empty()) files.push_back(path);
  if (files.empty()) return {};
  const std::string& path = files[below(choices_, files.size())];
  Node& node = disk_.nodes.at(disk_.now.at(path));
  const std::uint64_t bit = below(choices_, node.now.size() * 8);
  const auto flip = [&](std::string& bytes) {
    if (bit / 8 < bytes.size())
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
  };
  flip(node.now);
  flip(node.kept);
  return fmt::format("bit {} of {} ({} bytes)", bit, path, node.now.size());
}

SimulatedDisk::Image SimulatedDisk::image() const { return disk_; }

void SimulatedDisk::restore(const Image& image) {
  disk_ = image;
  paths_.clear();
  for (const auto* names : {&disk_.kept, &disk_.now})
    for (const auto& [path, node] : *names) paths_[node] = path;
  ++boot_;
}

}  // namespace simulation
