// How an answer finds its connection again from any thread, or finds that it has gone.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "api/http/message.h"

namespace api {

class Session;

class Mailbox {
 public:
  explicit Mailbox(Session& session) : session_(&session) {}

  // Hands `response` to the connection on its own thread (at once, when this is it), or drops it
  // when the connection has ended. Any thread.
  static void send(const std::shared_ptr<Mailbox>& mailbox, Response response);

  void close();  // the connection ends; its own thread

 private:
  std::mutex mutex_;  // guards session_, written on the connection's thread alone
  Session* session_;
};

// The right to answer one request once. Given up unused, it answers 500.
class Ticket {
 public:
  explicit Ticket(std::shared_ptr<Mailbox> mailbox) : mailbox_(std::move(mailbox)) {}
  ~Ticket();
  Ticket(const Ticket&) = delete;
  Ticket& operator=(const Ticket&) = delete;

  void answer(Response response);  // any thread

 private:
  std::shared_ptr<Mailbox> mailbox_;
  std::atomic<bool> used_ = false;
};

}  // namespace api
