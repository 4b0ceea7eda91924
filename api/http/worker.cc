#include "api/http/worker.h"

#include <algorithm>

#include "api/http/session.h"

namespace api {

void Shared::log(std::string line) const {
  if (options.log) options.log(std::move(line));
}

void Shared::stop_all() {
  for (const auto& worker : workers) worker->io().stop();
}

Worker::Worker(Shared& shared) : shared_(shared) {
  const Server::Options& options = shared.options;
  const auto shortest = std::min(
      {options.header_timeout, options.body_timeout, options.idle_timeout, options.stop_timeout});
  sweep_interval_ =
      std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(250));
  sweep_later();
}

void Worker::run() {
  while (!io_.stopped()) {
    try {
      io_.run();
    } catch (const std::exception&) {
      shared_.log("a callback of the server failed");
    }
  }
}

void Worker::begin_stop() {
  shared_.stopping = true;
  stop_deadline_ = Clock::now() + shared_.options.stop_timeout;
  for (Session* session : sessions_) session->close_if_idle();
  if (shared_.live == 0) shared_.stop_all();
}

void Worker::join(Session& session) { sessions_.insert(&session); }

void Worker::leave(Session& session) {
  sessions_.erase(&session);
  if (--shared_.live == 0 && stopping()) shared_.stop_all();
}

void Worker::sweep_later() {
  sweep_timer_.expires_after(sweep_interval_);
  sweep_timer_.async_wait([this](boost::system::error_code error) {
    if (!error) sweep();
  });
}

void Worker::sweep() {
  const Clock::time_point now = Clock::now();
  for (Session* session : sessions_) {
    if (session->deadline() <= now || stop_deadline_ <= now) session->close();
  }
  // The last connection may have ended on a worker that was not told to stop yet.
  if (stopping() && shared_.live == 0) shared_.stop_all();
  sweep_later();
}

}  // namespace api
