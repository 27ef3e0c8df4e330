// What the C library does on threads of its own, which may call the program back there.
// (timer_create is among the clocks.)
#include "frontend/refused.hpp"

#include <aio.h>
#include <mqueue.h>
#include <netdb.h>

HEDDLE_REFUSED(int, aio_read, noexcept, (aiocb * request), (request))
HEDDLE_REFUSED(int, aio_read64, noexcept, (aiocb64 * request), (request))
HEDDLE_REFUSED(int, aio_write, noexcept, (aiocb * request), (request))
HEDDLE_REFUSED(int, aio_write64, noexcept, (aiocb64 * request), (request))
HEDDLE_REFUSED(int, aio_fsync, noexcept, (int operation, aiocb* request), (operation, request))
HEDDLE_REFUSED(int, aio_fsync64, noexcept, (int operation, aiocb64* request), (operation, request))
HEDDLE_REFUSED(int, lio_listio, noexcept,
               (int mode, aiocb* const* list, int count, sigevent* signal),
               (mode, list, count, signal))
HEDDLE_REFUSED(int, lio_listio64, noexcept,
               (int mode, aiocb64* const* list, int count, sigevent* signal),
               (mode, list, count, signal))
HEDDLE_REFUSED(int, mq_notify, noexcept, (mqd_t queue, const sigevent* event), (queue, event))
HEDDLE_REFUSED(int, getaddrinfo_a, , (int mode, gaicb** list, int count, sigevent* signal),
               (mode, list, count, signal))
