// A disk in memory that keeps what was synced, and may lose, tear or reorder what was not.
//
// Each file has two contents: what a reader sees, and what a power cut leaves for certain. Between
// them lie the writes since the last sync. A power cut lets some of those through: none, all, a
// prefix cut at any byte, or single sectors of 512 bytes in any order, with zeros for those that
// are missing. The names in a folder are the same: a file that was made, renamed or removed may not
// have been, until its folder is synced. A file that is synced keeps the name under which it was
// made, as on ext4, XFS and Btrfs, whose journals hold both: RocksDB relies on it when it opens.
//
// A sync that failed is never made good: what it should have kept may be lost for ever, even when a
// later sync succeeds, as on Linux.
//
// Every choice comes from one generator, in the order of the calls. Threads: one.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/trace.h"

namespace simulation {

using Choices = std::mt19937_64;

// A number of [0, end). Requires end > 0.
inline std::uint64_t below(Choices& choices, std::uint64_t end) { return choices() % end; }
inline bool chance(Choices& choices, std::uint64_t percent) { return choices() % 100 < percent; }

enum class Io { ok, not_found, failed, no_space };

enum class Operation { read, write, sync, rename, remove };
inline constexpr std::size_t operation_count = 5;
std::string_view name_of(Operation operation);

enum class Death {
  process,  // the files are as the process left them
  power,    // what was not synced is in doubt
};

// The first of these operations under a path to come after `after` others fails. Where it lasts, so
// do all after it, until the machine is started again.
struct Fault {
  Operation operation = Operation::write;
  std::string under;
  std::uint64_t after = 0;
  bool lasting = false;
};

// What happened to a disk, for the table.
struct DiskCounts {
  std::array<std::uint64_t, operation_count> failed{};  // operations that a fault failed
  std::uint64_t no_space = 0;                           // writes that found the disk full
  std::uint64_t lost = 0, torn = 0, reordered = 0;      // files with unsynced writes at a power cut
  std::uint64_t names_lost = 0;                         // names that a power cut took back

  void add(const DiskCounts& other);
};

class SimulatedDisk {
 public:
  using NodeId = std::uint64_t;
  // A file that is open. It is of no use any more once the machine has died.
  struct Handle {
    NodeId node = 0;
    std::uint64_t boot = 0;
  };

  SimulatedDisk(std::uint64_t seed, Trace* trace) : choices_(seed), trace_(trace) {}

  // The machine. A disk that is not alive refuses everything and changes no more.
  bool alive() const { return alive_; }
  void die(Death death);
  // Dies in the middle of the operation that comes after `operations` others which change
  // something.
  void die_after(std::uint64_t operations, Death death);
  Death last_death() const { return death_; }
  // Starts the machine again. Faults are over; a full disk stays full.
  void boot();
  // Everything is synced, and no generator was asked.
  void settle();

  void arm(Fault fault) { fault_ = std::move(fault); }
  void disarm() { fault_.reset(); }
  bool armed() const { return fault_.has_value() || deadline_.has_value(); }
  // nullopt: there is always room.
  void set_room(std::optional<std::uint64_t> bytes) { room_ = bytes; }
  void fill(std::uint64_t left) { room_ = used() + left; }
  bool full() const { return room_.has_value(); }
  std::uint64_t left() const { return room_ ? *room_ - std::min(*room_, used()) : UINT64_MAX; }
  std::uint64_t room() const { return room_.value_or(UINT64_C(1) << 40); }
  // Syncs succeed and keep nothing.
  void ignore_syncs() { ignores_syncs_ = true; }

  // Files and folders, by absolute paths without a slash at the end.
  Io make_folder(const std::string& path);
  Io remove_folder(const std::string& path);
  Io create(const std::string& path, Handle& handle);  // over one that is there
  Io open(const std::string& path, Handle& handle);
  Io read(Handle handle, std::uint64_t offset, std::size_t size, std::string& bytes);
  Io write(Handle handle, std::uint64_t offset, std::string_view bytes);
  Io append(Handle handle, std::string_view bytes);
  Io truncate(Handle handle, std::uint64_t size);
  Io sync(Handle handle);
  Io sync_folder(const std::string& path);
  Io rename(const std::string& from, const std::string& to);
  Io remove(const std::string& path);
  std::optional<std::uint64_t> size(const std::string& path);  // nullopt: there is no such file
  std::uint64_t size(Handle handle);
  bool exists(const std::string& path);
  bool is_folder(const std::string& path);
  std::vector<std::string> children(const std::string& path);  // names, in order
  bool lock(const std::string& path) { return alive_ && locks_.insert(path).second; }
  void unlock(const std::string& path) { locks_.erase(path); }

  // For who stands outside of the machine.
  // Puts a file there, or a folder, that was synced long ago.
  void place(const std::string& path, std::string content);
  void place_folder(const std::string& path);
  // Flips one bit of a file that has bytes; returns what and where. Empty: there is none.
  std::string flip_bit();
  // What is on it, to be put back later.
  struct Image;
  Image image() const;
  void restore(const Image& image);

  const DiskCounts& counts() const { return counts_; }

 private:
  struct Piece {
    std::uint64_t offset;
    std::string bytes;
    bool stuck = false;  // a sync of it failed
  };
  struct Node {
    bool folder = false;
    std::string now, kept;
    std::vector<Piece> unsynced;
  };
  // What one operation did to the names of a folder. nullopt: the name is gone.
  using NameChange = std::vector<std::pair<std::string, std::optional<NodeId>>>;
  using Names = std::map<std::string, NodeId>;

 public:
  struct Image {
    std::map<NodeId, Node> nodes;
    Names now, kept;
    std::map<std::string, std::vector<NameChange>> unsynced;
    NodeId next = 1;
  };

 private:
  enum class Verdict { go_on, fail, die };
  // Counts the operation and says whether it is to fail.
  Verdict judge(Operation operation, const std::string& path);
  Io trace(std::string_view what, std::string_view path, std::uint64_t offset, std::uint64_t size,
           Io outcome);
  void change(const std::string& folder, const NameChange& change);
  void keep(const NameChange& change);
  void keep_name(NodeId node);
  bool is_kept(const std::string& folder) const;
  void lose_names();
  void lose_bytes(Node& node);
  Node* find(Handle handle);
  const std::string& path_of(NodeId node) const { return paths_.at(node); }
  std::uint64_t used() const;
  void collect();

  Image disk_;
  std::map<NodeId, std::string> paths_;  // the last name of each, for the trace and for faults
  Choices choices_;
  Trace* trace_;
  std::uint64_t boot_ = 1;
  bool alive_ = true;
  Death death_ = Death::process;
  std::optional<std::pair<std::uint64_t, Death>> deadline_;
  std::optional<Fault> fault_;
  bool fault_lasts_ = false;  // it has fired, and goes on
  std::optional<std::uint64_t> room_;
  bool ignores_syncs_ = false;
  std::set<std::string> locks_;
  DiskCounts counts_;
};

}  // namespace simulation
