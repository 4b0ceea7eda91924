#include "api/http/mailbox.h"

#include <boost/asio/dispatch.hpp>

#include "api/http/session.h"
#include "api/http/wire.h"

namespace api {

void Mailbox::send(const std::shared_ptr<Mailbox>& mailbox, Response response) {
  // Held while posting, so that the connection's io_context cannot go in between. The connection's
  // own thread reads session_ without it: only that thread writes it.
  const std::lock_guard lock(mailbox->mutex_);
  if (mailbox->session_ == nullptr) return;
  boost::asio::dispatch(mailbox->session_->executor(),
                        [mailbox, response = std::move(response)]() mutable {
                          if (mailbox->session_ == nullptr) return;
                          mailbox->session_->deliver(std::move(response));
                        });
}

void Mailbox::close() {
  const std::lock_guard lock(mutex_);
  session_ = nullptr;
}

Ticket::~Ticket() {
  if (!used_.exchange(true)) Mailbox::send(mailbox_, internal_error());
}

void Ticket::answer(Response response) {
  if (!used_.exchange(true)) Mailbox::send(mailbox_, std::move(response));
}

}  // namespace api
