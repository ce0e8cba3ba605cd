// How jemalloc is set in programs that run worlds; it looks for this name.
//
// The events of an epoch lie in lists of megabytes. By itself jemalloc gives what is larger than 8 MB back to
// the system at once, and gets it again, page by page, for the next epoch: a third of the time of long epochs
// was that. So large lists are kept for a while, like small ones.
extern "C" {
const char* malloc_conf = "oversize_threshold:0";
}
