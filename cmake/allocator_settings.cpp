// How jemalloc is set in programs that run worlds; it looks for this name.
//
// The events of an epoch lie in lists of megabytes. By itself jemalloc gives what is larger than 8 MB back to
// the system at once, and gets it again, page by page, for the next epoch: a third of the time of long epochs
// was that. So large lists are kept for a while, like small ones; but for two seconds, not for ten, or what
// is resident grows with how fast epochs follow each other. One arena for each processor, because an account
// is worked now by this thread, now by that one: with arenas of threads what one gives back another can't
// have.
extern "C" {
const char* malloc_conf = "oversize_threshold:0,percpu_arena:percpu,dirty_decay_ms:2000";
}
